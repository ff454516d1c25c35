"""Every message about a file, in Swedish and English: first what is wrong, then what to do.

The place ("Filen svar.csv, rad 12, kolumn ”text”") is put in front by ``TableError``.
"""

MESSAGES: dict[str, tuple[str, str]] = {
    # the file as a whole
    "missing_file": (
        "filen finns inte. Kontrollera namnet och mappen.",
        "there is no such file. Check the name and the folder.",
    ),
    "not_a_file": (
        "det är en mapp, inte en fil. Ange en fil i mappen.",
        "this is a folder, not a file. Name a file in it.",
    ),
    "unreadable": (
        "filen går inte att läsa. Kontrollera att du har rätt att öppna den och försök igen.",
        "the file cannot be read. Check that you may open it and try again.",
    ),
    "empty_file": (
        "filen är tom. Välj en fil med en rubrikrad och minst en rad under den.",
        "the file is empty. Choose a file with a header row and at least one row below it.",
    ),
    "no_rows": (
        "det finns rubriker men inga rader under dem. Kontrollera att du sparade rätt fil eller flik.",
        "there is a header but no rows below it. Check that you saved the right file or sheet.",
    ),
    "no_text": (
        "dokumentet innehåller ingen text. Kontrollera att du valde rätt fil; text i bilder kan vi inte "
        "läsa.",
        "the document holds no text. Check that you chose the right file; text in pictures cannot be read.",
    ),
    "too_large": (
        "filen är {size} byte, gränsen är {limit}. Dela filen i flera mindre.",
        "the file is {size} bytes, the limit is {limit}. Split it into smaller files.",
    ),
    "too_many_rows": (
        "filen har fler än {limit} rader. Dela filen i flera mindre.",
        "the file has more than {limit} rows. Split it into smaller files.",
    ),
    "too_many_columns": (
        "raden har fler än {limit} kolumner. Ta bort kolumner som inte behövs.",
        "the row has more than {limit} columns. Remove columns that are not needed.",
    ),
    "too_many_pieces": (
        "filen har fler än {limit} celler och rader, de tomma medräknade. Kopiera det som ska läsas till en ny "
        "fil och spara den.",
        "the file has more than {limit} cells and rows, empty ones included. Copy what is to be read to a new "
        "file and save it.",
    ),
    "unknown_format": (
        "vi känner inte igen filens innehåll. Spara den som .csv, .xlsx, .jsonl, .parquet eller .docx.",
        "the content of the file is not known to us. Save it as .csv, .xlsx, .jsonl, .parquet or .docx.",
    ),
    "unsupported_format": (
        "filen är {kind}, och det formatet läser vi inte. {advice}",
        "the file is {kind}, a format that we do not read. {advice}",
    ),
    "wrong_extension": (
        "namnet säger {named} men innehållet är {kind}. Byt namn så att filen slutar på {right}, eller "
        "spara om den som {named}.",
        "the name says {named} but the content is {kind}. Rename the file to end in {right}, or save it "
        "again as {named}.",
    ),
    "encrypted": (
        "filen är lösenordsskyddad. Öppna den, ta bort lösenordet, spara och försök igen.",
        "the file is protected by a password. Open it, remove the password, save and try again.",
    ),
    # text encoding
    "binary": (
        "innehållet är inte text. Öppna originalet i det program som skapade det och spara som CSV UTF-8.",
        "the content is not text. Open the original in its own program and save it as CSV UTF-8.",
    ),
    "nul_bytes": (
        "filen innehåller ett nolltecken (NUL) och är troligen skadad. Spara om den från originalet som "
        "CSV UTF-8.",
        "the file holds a NUL character and is probably damaged. Save it again from the original as CSV "
        "UTF-8.",
    ),
    "mixed_encoding": (
        "texten är kodad på flera sätt (UTF-8 och annat). Rätta raden eller spara om filen som CSV UTF-8.",
        "the text mixes encodings (UTF-8 and another). Correct the row or save the file again as CSV UTF-8.",
    ),
    "unknown_encoding": (
        "vi kan inte avgöra vilken teckenkodning filen har. Öppna den i ett kalkylprogram och spara den "
        "som CSV UTF-8.",
        "the text encoding cannot be determined. Open the file in a spreadsheet and save it as CSV UTF-8.",
    ),
    "double_encoded": (
        "å, ä och ö har blivit ”Ã¥”, ”Ã¤” och ”Ã¶”: texten har kodats två gånger. Hämta filen från "
        "källan igen och spara den som CSV UTF-8.",
        "å, ä and ö have become “Ã¥”, “Ã¤” and “Ã¶”: the text was encoded twice. Fetch the file from its "
        "source again and save it as CSV UTF-8.",
    ),
    "bad_utf16": (
        "filen är skadad: den ser ut som UTF-16 men går inte att avkoda. Spara om den som CSV UTF-8.",
        "the file is damaged: it looks like UTF-16 but cannot be decoded. Save it again as CSV UTF-8.",
    ),
    # header
    "missing_header": (
        "den första raden ser ut att vara data, inte rubriker. Lägg till en rad överst med ett namn på "
        "varje kolumn.",
        "the first row looks like data, not like a header. Add a row at the top that names each column.",
    ),
    "duplicate_column": (
        "två kolumner har samma namn ({first} och {second}). Ge dem olika namn.",
        "two columns have the same name ({first} and {second}). Give them different names.",
    ),
    "blank_column": (
        "kolumnen har innehåll men ingen rubrik. Skriv en rubrik överst i kolumnen, eller töm den.",
        "the column has content but no name. Write a name at its top, or clear it.",
    ),
    # rows
    "row_too_short": (
        "raden har {found} celler men rubrikraden har {expected}. Rätta raden; står det en radbrytning "
        "mitt i en text ska texten ha citattecken omkring sig.",
        "the row has {found} cells but the header has {expected}. Correct the row; a text with a line "
        "break in it must stand in quotation marks.",
    ),
    "row_too_long": (
        "raden har {found} celler men rubrikraden har {expected}. Rätta raden; en text som innehåller "
        "skiljetecknet ska ha citattecken omkring sig.",
        "the row has {found} cells but the header has {expected}. Correct the row; a text that contains "
        "the delimiter must stand in quotation marks.",
    ),
    "open_quote": (
        "ett citattecken öppnas men stängs aldrig. Sätt ett citattecken där texten slutar, eller spara "
        "filen som .xlsx i stället.",
        "a quotation mark is opened but never closed. Put one where the text ends, or save the file as "
        ".xlsx instead.",
    ),
    "stray_quote": (
        'ett citattecken står mitt i en text som redan står inom citattecken. Skriv det dubbelt (""), '
        "eller spara filen som .xlsx i stället.",
        'a quotation mark stands inside a quoted text. Write it twice (""), or save the file as .xlsx '
        "instead.",
    ),
    "cell_too_long": (
        "texten är längre än {limit} tecken. Dela upp den på flera rader.",
        "the text is longer than {limit} characters. Split it over several rows.",
    ),
    "row_too_large": (
        "raden är längre än {limit} tecken. Kontrollera att ett citattecken inte saknas, eller dela raden.",
        "the row is longer than {limit} characters. Check for a missing quotation mark, or split the row.",
    ),
    # JSON Lines
    "json_array": (
        "filen är en JSON-lista. Spara den som JSON Lines: ett objekt per rad, utan hakparenteser runt om.",
        "the file is a JSON array. Save it as JSON Lines: one object per line, without brackets around them.",
    ),
    "bad_json": (
        "raden är inte giltig JSON (tecken {position}). Varje rad ska vara ett helt objekt, till exempel "
        '{{"text": "Fler bussar"}}.',
        "the line is not valid JSON (character {position}). Each line must be one whole object, for "
        'example {{"text": "More buses"}}.',
    ),
    "not_an_object": (
        'raden är giltig JSON men inte ett objekt. Skriv den som {{"text": "…"}}.',
        'the line is valid JSON but not an object. Write it as {{"text": "…"}}.',
    ),
    "duplicate_key": (
        "samma nyckel finns två gånger på raden. Ta bort den ena.",
        "the same key stands twice on the line. Remove one of them.",
    ),
    "not_a_number": (
        "värdet är inte ett tal som går att använda (NaN eller oändligt). Lämna det tomt (null) i stället.",
        "the value is not a usable number (NaN or infinite). Leave it empty (null) instead.",
    ),
    "too_deep": (
        "värdena ligger inuti varandra i för många nivåer. Platta till raden till enkla värden.",
        "the values are nested too deeply. Flatten the line into plain values.",
    ),
    # zipped office files
    "broken_zip": (
        "filen är skadad och går inte att packa upp. Öppna originalet, spara en ny kopia och försök igen.",
        "the file is damaged and cannot be unpacked. Open the original, save a new copy and try again.",
    ),
    "unsafe_zip": (
        "filen är byggd på ett sätt som vi inte öppnar av säkerhetsskäl. Öppna originalet i ett kalkyl- "
        "eller ordbehandlingsprogram och spara en ny kopia.",
        "the file is built in a way that we do not open, for safety. Open the original in its own "
        "program and save a new copy.",
    ),
    "zip_bomb": (
        "filen packas upp till mer än {limit} byte och öppnas inte. Spara bara den flik som behövs i en "
        "ny fil.",
        "the file unpacks to more than {limit} bytes and is not opened. Save only the sheet you need in "
        "a new file.",
    ),
    "zip_ratio": (
        "filen är packad mer än {limit} gånger och öppnas inte av säkerhetsskäl. Kopiera innehållet till "
        "en ny fil och spara den.",
        "the file is packed more than {limit} times over and is not opened, for safety. Copy the content "
        "to a new file and save that.",
    ),
    "xml_doctype": (
        "filen innehåller en dokumenttypsdeklaration (DTD), som vanliga kontorsfiler aldrig har. Öppna "
        "originalet och spara en ny kopia.",
        "the file holds a document type declaration (DTD), which ordinary office files never have. Open "
        "the original and save a new copy.",
    ),
    "broken_xml": (
        "en del av filen ({part}) är skadad. Öppna originalet, spara en ny kopia och försök igen.",
        "a part of the file ({part}) is damaged. Open the original, save a new copy and try again.",
    ),
    "missing_part": (
        "filen saknar en del som måste finnas ({part}). Öppna originalet, spara en ny kopia och försök igen.",
        "the file lacks a part that it must have ({part}). Open the original, save a new copy and try again.",
    ),
    # spreadsheets
    "no_such_sheet": (
        "det finns ingen flik som heter {sheet}. Flikarna är: {sheets}.",
        "there is no sheet named {sheet}. The sheets are: {sheets}.",
    ),
    "only_hidden_sheets": (
        "alla synliga flikar är tomma, och innehållet ligger i en dold flik. Visa fliken och spara, "
        "eller ange fliken vid namn: {sheets}.",
        "all visible sheets are empty, and the content is in a hidden one. Unhide it and save, or name "
        "the sheet: {sheets}.",
    ),
    "empty_workbook": (
        "alla flikar är tomma. Välj en fil med en rubrikrad och minst en rad under den.",
        "all sheets are empty. Choose a file with a header row and at least one row below it.",
    ),
    "formula_without_value": (
        "cellen har en formel utan uträknat värde. Öppna filen i ett kalkylprogram, spara den och försök "
        "igen, eller klistra in värdet i stället för formeln.",
        "the cell holds a formula without a computed value. Open the file in a spreadsheet, save it and "
        "try again, or paste the value instead of the formula.",
    ),
    "cell_error": (
        "cellen visar felet {value}. Rätta formeln eller töm cellen.",
        "the cell shows the error {value}. Correct the formula or clear the cell.",
    ),
    "bad_date": (
        "datumet i cellen går inte att tolka. Skriv det som 2026-03-12.",
        "the date in the cell cannot be understood. Write it as 2026-03-12.",
    ),
    # Parquet
    "broken_parquet": (
        "Parquet-filen är skadad. Skapa den på nytt från källan.",
        "the Parquet file is damaged. Create it again from its source.",
    ),
    "not_text": (
        "cellen innehåller binära data och inte text. Ta bort kolumnen eller gör om den till text.",
        "the cell holds binary data, not text. Remove the column or turn it into text.",
    ),
}
