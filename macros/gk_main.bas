Attribute VB_Name = "gk_main"
' What happens when a button is pressed: gk_buttons -> GK_Press -> Python.
'
' ASCII only: VBA keeps its source in the code page of a machine, and on another machine Chinese
' would turn to question marks. Words for people stand in cells that have a name (text.no_python),
' or they come from Python.

' The verb of the button, as verbs.py calls it.
Public Sub GK_Press(ByVal verb As String)
    If GK_InLibreOffice() Then
        GK_PressInLibreOffice verb
    ElseIf GK_Python() = "" Then
        GK_Say "text.no_python", verb
    ElseIf GK_InWps() Then
        GK_PressInWps verb
    Else
        RunPython "import xl_tools.buttons as b; b.press('" & verb & "')"
    End If
End Sub

' ---- words -------------------------------------------------------------------------------

Public Sub GK_Say(ByVal textName As String, ByVal verb As String)
    MsgBox GK_Message(textName, verb), vbExclamation
End Sub

' The text of a cell, and below it what to do instead of this verb, where the workbook says so.
Public Function GK_Message(ByVal textName As String, ByVal verb As String) As String
    Dim instead As String
    GK_Message = GK_Text(textName, textName)
    instead = GK_Text("text.without_python." & verb, "")
    If instead <> "" Then GK_Message = GK_Message & vbLf & vbLf & instead
End Function

' The text of the cell with this name, or what to say where there is no such cell.
Public Function GK_Text(ByVal textName As String, ByVal otherwise As String) As String
    GK_Text = otherwise
    On Error GoTo absent
    GK_Text = ThisWorkbook.Names(textName).RefersToRange.Value
absent:
End Function
