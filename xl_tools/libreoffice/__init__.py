"""An xlwings engine for LibreOffice Calc and the script for its windows; imports nothing of ours.

`engine.connect` and `engine.register` make xlwings talk to a LibreOffice, `install` puts the
script of the buttons into a user's profile. See docs/libreoffice-engine.md.
"""
