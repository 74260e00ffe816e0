import { strToU8 } from 'fflate';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a small workbook of subjects: shared and inline texts, numbers, a date, a formula with its value, merged cells. */
export function workbook(): Readonly<Record<string, Uint8Array>> {
  const parts = {
    'xl/workbook.xml': `${XML}<workbook ${MAIN} xmlns:r="${RELATIONS}"><sheets><sheet name="subjects" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="${RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/sharedStrings.xml': `${XML}<sst ${MAIN} count="6" uniqueCount="6"><si><t>id</t></si><si><t>sex</t></si><si><t>age</t></si><si><r><t>s0</t></r><r><t>001</t></r></si><si><t>F</t></si><si><t xml:space="preserve"> M &amp; x </t><rPh sb="0" eb="1"><t>ph</t></rPh></si></sst>`,
    'xl/styles.xml': `${XML}<styleSheet ${MAIN}><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    'xl/worksheets/sheet1.xml': `${XML}<worksheet ${MAIN}><dimension ref="A1:D4"/><sheetData>
<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="inlineStr"><is><t>scanned</t></is></c></row>
<row r="2"><c r="A2" t="s"><v>3</v></c><c r="B2" t="s"><v>4</v></c><c r="C2"><v>61</v></c><c r="D2" s="2"><v>45000</v></c></row>
<row r="3"><c r="A3" t="str"><f>"s"&amp;2</f><v>s2</v></c><c r="B3" t="s"><v>5</v></c><c r="C3"><f>30+15</f><v>45</v></c><c r="D3" t="e"><v>#N/A</v></c></row>
<row r="4"><c r="A4" t="inlineStr"><is><t>s3</t></is></c><c r="C4" t="b"><v>1</v></c><c r="D4" s="1"><v>44999.5</v></c></row>
</sheetData><mergeCells count="1"><mergeCell ref="B3:B4"/></mergeCells></worksheet>`,
  };
  return Object.fromEntries(Object.entries(parts).map(([path, text]) => [path, strToU8(text)]));
}
