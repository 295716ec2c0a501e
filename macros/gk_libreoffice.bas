Attribute VB_Name = "gk_libreoffice"
' LibreOffice: it runs the macros of an Excel workbook, and Python as a script of its own.
'
' No Option Explicit, on purpose: ThisComponent is LibreOffice's name for the document that holds
' the macros. In Excel and WPS nobody declares it, so it is a Variant that is Empty. Application.Name
' does not tell: LibreOffice answers "Microsoft Excel".

Public Function GK_InLibreOffice() As Boolean
    GK_InLibreOffice = TypeName(ThisComponent) <> "Empty"
End Function

Public Sub GK_PressInLibreOffice(ByVal verb As String)
    Dim script
    Set script = GK_Script("press")
    If script Is Nothing Then
        GK_Say "text.no_provider", verb
    Else
        script.invoke Array(verb), Array(), Array()
    End If
End Sub

' For the functions in cells: what Python answers.
Public Function GK_CallInLibreOffice(ByVal functionName As String, given)
    Dim script
    Set script = GK_Script("call")
    If script Is Nothing Then
        GK_CallInLibreOffice = CVErr(2029) ' #NAME?, as without the macro
    Else
        GK_CallInLibreOffice = script.invoke(Array(functionName, given), Array(), Array())
    End If
End Function

' A function of the script that `xl-tools libreoffice install` puts in place; Nothing without it.
Private Function GK_Script(ByVal entry As String)
    Dim address As String
    Set GK_Script = Nothing
    address = "vnd.sun.star.script:xl_tools_buttons.py$" & entry & "?language=Python&location=user"
    On Error GoTo absent
    Set GK_Script = ThisComponent.getScriptProvider().getScript(address)
absent:
End Function

' What a cell formula gave, as Python can take it: the values of an area as a 2-D array. Assigning
' to the argument itself would write into the cell.
Public Function GK_Plain(given)
    If IsObject(given) Then
        GK_Plain = given.Value
    Else
        GK_Plain = given
    End If
End Function
