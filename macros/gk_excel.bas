Attribute VB_Name = "gk_excel"
' Excel and WPS: is there a Python, and what to do in WPS.

' The Python that xlwings is going to start; empty where there is none. Asked first, because the
' message of xlwings is in English and does not say what to do.
Public Function GK_Python() As String
    Dim path As String
    ' GetConfig fails where the machine forbids scripts; xlwings cannot work there either.
    On Error GoTo absent
    path = GetConfig("INTERPRETER_WIN")
    If path = "" Then path = GetConfig("INTERPRETER", "python")
    If InStr(path, "\") = 0 Then path = GK_OnPath(path)
    If FileExists(path) Then GK_Python = path
absent:
End Function

' A program that is named without its folder: where PATH has it.
Private Function GK_OnPath(ByVal program As String) As String
    Dim folder As Variant
    If LCase(Right(program, 4)) <> ".exe" Then program = program & ".exe"
    For Each folder In Split(Environ("PATH"), ";")
        If FileExists(folder & "\" & program) Then
            GK_OnPath = folder & "\" & program
            Exit Function
        End If
    Next folder
End Function

' ---- WPS ---------------------------------------------------------------------------------

' Not verified: WPS was not at hand. xlwings does not support it, so nothing is done in the window:
' the workbook is saved, and xl-tools works on the file.

' WPS may go by the name of Microsoft Excel; the folder it is installed in tells.
Public Function GK_InWps() As Boolean
    GK_InWps = InStr(1, Application.Name & " " & Application.Path, "WPS", vbTextCompare) > 0
End Function

Public Sub GK_PressInWps(ByVal verb As String)
    Dim started As String, ending As String, name As String
    If Not GK_IsCommand(verb) Then
        GK_Say "text.in_wps", verb
        Exit Sub
    End If
    ThisWorkbook.Save
    name = ThisWorkbook.FullName
    started = GK_Quoted(GK_Python()) & " -m xl_tools " & verb & " " & GK_Quoted(name)
    ending = GK_OutputEnding(verb)
    If ending <> "" Then
        started = started & " -o " & GK_Quoted(Left(name, InStrRev(name, ".") - 1) & ending)
    End If
    ' /K keeps the window on the screen with what was said; cmd takes off the outermost quotes.
    Shell "cmd.exe /K " & GK_Quoted(started), vbNormalFocus
End Sub

Private Function GK_Quoted(ByVal text As String) As String
    GK_Quoted = """" & text & """"
End Function
