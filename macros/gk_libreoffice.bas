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

' For the functions in cells: what Python answers; `given` are its arguments.
Public Function GK_CallInLibreOffice(ByVal functionName As String, given)
    Dim script, answer
    Set script = GK_Script("call")
    If script Is Nothing Then
        GK_CallInLibreOffice = GK_Text("text.no_provider", "#NAME?")
        Exit Function
    End If
    answer = script.invoke(Array(functionName, given), Array(), Array())
    If IsArray(answer) Then answer = GK_Area(answer)
    GK_CallInLibreOffice = answer
End Function

' Rows of values, as Python gives them, as the 2-D array that fills an area of cells.
Private Function GK_Area(rows)
    Dim row As Long, column As Long
    Dim area()
    ReDim area(UBound(rows), UBound(rows(0)))
    For row = 0 To UBound(rows)
        For column = 0 To UBound(rows(row))
            area(row, column) = rows(row)(column)
        Next column
    Next row
    GK_Area = area
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

' What a cell formula gave, as Python can take it: an area as a 2-D array of its values.
' Through a variable of its own: where LibreOffice 7.4 reads given.Value, it takes every argument
' for an object, also a number; and assigning to the argument itself would change the cell.
Public Function GK_Plain(given)
    Dim area As Object
    If IsObject(given) Then
        Set area = given
        GK_Plain = area.Value
    Else
        GK_Plain = given
    End If
End Function
