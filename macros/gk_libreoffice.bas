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
        ' A script of the user is not told which document it was called from.
        script.invoke Array(verb, ThisComponent), Array(), Array()
    End If
End Sub

' For the functions in cells: what Python answers. `given` are the function's name and arguments.
Public Function GK_CallInLibreOffice(given)
    Dim script, answer
    Set script = GK_Script("call")
    If script Is Nothing Then
        GK_CallInLibreOffice = GK_Text("text.no_provider", "#NAME?")
        Exit Function
    End If
    answer = script.invoke(given, Array(), Array())
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
' Through variables of their own: where LibreOffice 7.4 reads given.Value, it takes every argument
' for an object, also a number; and assigning to the argument itself would change the cell.
Public Function GK_Plain(given)
    Dim area As Object, grid As Object, values
    If Not IsObject(given) Then
        GK_Plain = given
        Exit Function
    End If
    Set area = given
    Set grid = area.getCellRange()
    values = area.Value
    If IsArray(values) Then
        GK_ShowErrors grid, values
    ElseIf grid.getCellByPosition(0, 0).getError() <> 0 Then
        values = grid.getCellByPosition(0, 0).getString()
    End If
    GK_Plain = values
End Function

' A cell with an error has the value 0 in LibreOffice. Python gets what the cell shows: #DIV/0!
Private Sub GK_ShowErrors(grid, values)
    Const FORMULA_ERROR = 4 ' com.sun.star.sheet.FormulaResult
    Dim found, firstRow As Long, firstColumn As Long, row As Long, column As Long
    firstRow = grid.getRangeAddress().StartRow
    firstColumn = grid.getRangeAddress().StartColumn
    For Each found In grid.queryFormulaCells(FORMULA_ERROR).getRangeAddresses()
        For row = found.StartRow - firstRow To found.EndRow - firstRow
            For column = found.StartColumn - firstColumn To found.EndColumn - firstColumn
                values(LBound(values, 1) + row, LBound(values, 2) + column) = _
                    grid.getCellByPosition(column, row).getString()
            Next column
        Next row
    Next found
End Sub

' The same for an argument that is always an area, be it of one cell.
Public Function GK_Rows(given)
    Dim values
    values = GK_Plain(given)
    If Not IsArray(values) Then values = Array(Array(values))
    GK_Rows = values
End Function
