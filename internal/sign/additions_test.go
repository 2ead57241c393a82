package sign

import (
	"bytes"
	"crypto/x509"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/assize/assize/internal/sign/pdf"
)

// The objects of a sealed unsigned(t), and the first that is free.
const (
	pageTree, onlyPage, pageContent, pageFont, fileBytes, fileSpec = 1, 2, 3, 4, 5, 6
	titleObject, catalogObject, sealField, sealLooks, formObject   = 9, 10, 11, 12, 13
	free                                                           = 60
)

// extended is an object with keys added to its dictionary.
func extended(t *testing.T, data []byte, n int, keys string) string {
	t.Helper()
	return strings.TrimSuffix(objectOf(t, data, n), ">>") + keys + ">>"
}

// replaced is an object with another text in it.
func replaced(t *testing.T, data []byte, n int, old, new string) string {
	t.Helper()
	text := objectOf(t, data, n)
	if !strings.Contains(text, old) {
		t.Fatalf("object %d holds no %q: %s", n, old, text)
	}
	return strings.Replace(text, old, new, 1)
}

func streamOf(data []byte) string {
	return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(data), data)
}

// storeOf is the object of the document security store.
func storeOf(t *testing.T, data []byte) int {
	t.Helper()
	f, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	catalog, err := f.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	ref, _ := catalog.Get("DSS")
	return int(ref.Int)
}

// proofs are the objects of an update of the store: a revocation list, also for one signature. The store is the object
// that was there.
func proofs(t *testing.T, data, crl []byte) map[int]string {
	return map[int]string{
		free:             streamOf(crl),
		free + 1:         fmt.Sprintf("<</CRL [%d 0 R] /TU (D:20260101000000Z)>>", free),
		storeOf(t, data): extended(t, data, storeOf(t, data), fmt.Sprintf(" /CRLs [%d 0 R] /VRI <</%040X %d 0 R>>", free, 1, free+1)),
	}
}

// stampObjects are the objects of a document timestamp whose token is still to come.
func stampObjects(t *testing.T, data []byte) map[int]string {
	return map[int]string{
		free: fmt.Sprintf("<</Type /Annot /Subtype /Widget /FT /Sig /T (Stamp1) /F 132 /Rect [0 0 0 0] /P %d 0 R /AP <</N %d 0 R>> /V %d 0 R>>",
			onlyPage, free+1, free+2),
		free + 1:   "<</Type /XObject /Subtype /Form /BBox [0 0 0 0] /Resources <<>> /Length 0>>\nstream\n\nendstream",
		free + 2:   "<</Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161 /ByteRange [0 0000000000 0000000000 0000000000] /Contents <" + strings.Repeat("0", 8000) + ">>>",
		formObject: replaced(t, data, formObject, "[11 0 R", fmt.Sprintf("[11 0 R %d 0 R", free)),
		onlyPage:   replaced(t, data, onlyPage, "[11 0 R", fmt.Sprintf("[11 0 R %d 0 R", free)),
	}
}

// stampedBy appends a revision with a document timestamp as a tool for long-term validation would.
func stampedBy(t *testing.T, p *pki, data []byte, objects map[int]string, l lie) []byte {
	t.Helper()
	out := revision(data, catalogObject, objects)
	from := bytes.LastIndex(out, []byte("/Contents <")) + len("/Contents ")
	to := from + bytes.IndexByte(out[from:], '>') + 1
	covered := fmt.Sprintf("[0 %010d %010d %010d]", from, to, len(out)-to)
	at := bytes.LastIndex(out[:from], []byte("/ByteRange ")) + len("/ByteRange ")
	copy(out[at:], covered)
	if l.imprint == nil {
		l.imprint = sum(methods[0].hash, out[:from], out[to:])
	}
	if l.nonce == nil {
		l.nonce = []byte{1}
	}
	hex.Encode(out[from+1:], p.token(t, l))
	return out
}

// TestProofsMayBeAdded adds what tools for long-term validation add, and holds what comes out against other readers.
func TestProofsMayBeAdded(t *testing.T) {
	p := newPKI(t)
	year := clock.AddDate(1, 0, 0)
	elder := p.issue(spec{name: "Elder Root", ca: true, from: clock.AddDate(-1, 0, 0), to: clock.AddDate(9, 0, 0)}, nil)
	late := lie{at: year.AddDate(0, 0, 1), by: p.issue(spec{name: "Later TSA", from: clock, to: year.AddDate(5, 0, 0), change: stamping}, elder)}
	plainSeal := seals(t, unsigned(t), p.key(t), Sealing{})
	crl := p.crl(p.middle, clock.Add(-time.Hour), clock.AddDate(0, 0, 7))
	stored := revision(plainSeal, catalogObject, proofs(t, plainSeal, crl))
	stamped := stampedBy(t, p, plainSeal, stampObjects(t, plainSeal), lie{at: clock})
	direct := stampObjects(t, plainSeal)
	delete(direct, formObject)
	direct[catalogObject] = replaced(t, plainSeal, catalogObject, "/AcroForm 13 0 R", "/AcroForm <</Fields [11 0 R 60 0 R] /SigFlags 3>>")
	revoked := p.crl(p.middle, clock.Add(-time.Hour), clock.AddDate(0, 0, 7),
		x509.RevocationListEntry{SerialNumber: p.leaf.certificate.SerialNumber, RevocationTime: clock.Add(-time.Hour)})
	for name, c := range map[string]struct {
		data   []byte
		now    time.Time
		reason Reason
	}{
		"sealed":                    {plainSeal, clock, ""},
		"sealed, a year later":      {plainSeal, year.AddDate(0, 0, 1), Expired},
		"stored":                    {stored, clock, ""},
		"stored, a year later":      {stored, year.AddDate(0, 0, 1), Expired},
		"stamped":                   {stamped, clock, ""},
		"stamped, a year later":     {stamped, year.AddDate(0, 0, 1), ""},
		"a form in the catalog":     {stampedBy(t, p, plainSeal, direct, lie{at: clock}), clock, ""},
		"stored, then stamped":      {stampedBy(t, p, stored, renumbered(stampObjects(t, stored), free, 80), lie{at: clock}), year.AddDate(0, 0, 1), ""},
		"stored as it was revoked":  {revision(plainSeal, catalogObject, proofs(t, plainSeal, revoked)), clock, Revoked},
		"stamped after it was over": {stampedBy(t, p, plainSeal, stampObjects(t, plainSeal), late), year.AddDate(0, 0, 2), Expired},
	} {
		t.Run(name, func(t *testing.T) {
			o := p.options()
			o.Now, o.TSARoots = c.now, []*x509.Certificate{p.root.certificate, elder.certificate}
			r := want(t, c.data, o, c.reason, "")
			if len(r.Files) != 2 {
				t.Errorf("%d files", len(r.Files))
			}
			path := save(t, t.TempDir()+"/a.pdf", 0o600, c.data)
			if out := run(t, "qpdf", "--check", path); !strings.Contains(out, "No syntax or stream encoding errors found") {
				t.Errorf("qpdf: %s", out)
			}
		})
	}
}

// renumbered moves objects from one number on to others.
func renumbered(objects map[int]string, from, to int) map[int]string {
	out := map[int]string{}
	for n, text := range objects {
		for i := range 5 {
			text = strings.ReplaceAll(text, fmt.Sprintf(" %d 0 R", from+i), fmt.Sprintf(" %d 0 R", to+i))
			text = strings.ReplaceAll(text, fmt.Sprintf("[%d 0 R", from+i), fmt.Sprintf("[%d 0 R", to+i))
		}
		if n >= from {
			n += to - from
		}
		out[n] = text
	}
	return out
}

// TestAttacksInAdditions hides changes in revisions that look like the updates of long-term validation.
func TestAttacksInAdditions(t *testing.T) {
	p := newPKI(t)
	sealed := seals(t, unsigned(t), p.key(t), Sealing{})
	crl := p.crl(p.middle, clock.Add(-time.Hour), clock.AddDate(0, 0, 7))
	draws := streamOf([]byte("BT /F 24 Tf 72 720 Td (All is well) Tj ET"))
	also := func(objects map[int]string, n int, text string) map[int]string { objects[n] = text; return objects }
	store := func(n int, text string) []byte {
		return revision(sealed, catalogObject, also(proofs(t, sealed, crl), n, text))
	}
	stamp := func(n int, text string) []byte {
		return stampedBy(t, p, sealed, also(stampObjects(t, sealed), n, text), lie{at: clock})
	}
	in := func(n int, old, new string) []byte { // of the timestamp's objects
		objects := stampObjects(t, sealed)
		if !strings.Contains(objects[n], old) {
			t.Fatalf("no %q in %s", old, objects[n])
		}
		return stamp(n, strings.Replace(objects[n], old, new, 1))
	}
	lying := func(l lie) []byte { return stampedBy(t, p, sealed, stampObjects(t, sealed), l) }
	said := newSaid(t)
	storeText := proofs(t, sealed, crl)[storeOf(t, sealed)]
	for name, c := range map[string]struct {
		data   []byte
		reason Reason
		says   string
	}{
		"another content":             {store(pageContent, draws), Changed, "it changes object 3 (a stream)"},
		"another content, stamped":    {stamp(pageContent, draws), Changed, "it changes object 3 (a stream)"},
		"content that is a proof":     {revision(sealed, catalogObject, map[int]string{pageContent: draws, storeOf(t, sealed): extended(t, sealed, storeOf(t, sealed), " /CRLs [3 0 R]")}), Changed, "it changes object 3"},
		"a page that draws a proof":   {store(onlyPage, replaced(t, sealed, onlyPage, "/Contents 3 0 R", "/Contents 60 0 R")), Changed, "it changes page 1"},
		"another font":                {store(pageFont, "<</Type /Font /Subtype /Type3>>"), Changed, "it changes object 4 (Font)"},
		"another page tree":           {store(pageTree, "<</Type /Pages /Kids [2 0 R 2 0 R] /Count 2>>"), Changed, ""},
		"another file":                {store(fileBytes, streamOf([]byte("{}"))), Changed, "it changes object 5 (EmbeddedFile)"},
		"another file's name":         {store(fileSpec, replaced(t, sealed, fileSpec, "findings.json", "fundings.json")), Changed, "it changes object 6 (Filespec)"},
		"another title":               {store(titleObject, "<</Title (All is well)>>"), Changed, "it changes object 9"},
		"an action":                   {store(catalogObject, extended(t, sealed, catalogObject, " /OpenAction <</S /JavaScript /JS (x)>>")), Changed, "it changes the catalog"},
		"layers":                      {store(catalogObject, extended(t, sealed, catalogObject, " /OCProperties <<>>")), Changed, "it changes the catalog"},
		"an extension with a page":    {store(catalogObject, replaced(t, sealed, catalogObject, "/Extensions <<", "/Extensions <</X 2 0 R ")), Changed, "it changes the catalog"},
		"another catalog":             {revision(sealed, 90, also(proofs(t, sealed, crl), 90, objectOf(t, sealed, catalogObject))), Changed, "it has another catalog"},
		"a form in place of a page":   {store(catalogObject, replaced(t, sealed, catalogObject, "/AcroForm 13 0 R", "/AcroForm 3 0 R")), Changed, ""},
		"a store in place of content": {revision(sealed, catalogObject, map[int]string{free: streamOf(crl), pageContent: fmt.Sprintf("<</CRLs [%d 0 R] /Certs []>>", free), catalogObject: replaced(t, sealed, catalogObject, fmt.Sprintf("/DSS %d 0 R", storeOf(t, sealed)), "/DSS 3 0 R")}), Changed, ""},
		"no store any more":           {store(catalogObject, replaced(t, sealed, catalogObject, "/DSS", "/DSX")), Changed, "it changes the catalog"},
		"an emptied store":            {revision(sealed, catalogObject, map[int]string{storeOf(t, sealed): fmt.Sprintf("<</CRLs [%d 0 R]>>", free), free: streamOf(crl)}), Changed, "it takes proofs away"},
		"something in the store":      {store(storeOf(t, sealed), strings.Replace(storeText, "/CRLs", "/Foo 3 0 R /CRLs", 1)), Changed, "its store of proofs holds something else"},
		"a page in the store":         {store(storeOf(t, sealed), strings.Replace(storeText, "/CRLs [", "/CRLs [2 0 R ", 1)), Changed, "which is none"},
		"an image in the store":       {store(free, "<</Type /XObject /Subtype /Image /Length 0>>\nstream\n\nendstream"), Changed, "which is none"},
		"something beside the store":  {store(70, draws), Changed, "it holds object 70, which is no proof"},
		"nothing":                     {revision(sealed, catalogObject, map[int]string{onlyPage: objectOf(t, sealed, onlyPage)}), Changed, "it holds no proof"},
		"another seal":                {store(sealField, replaced(t, sealed, sealField, "(Seal)", "(Saal)")), Changed, "it changes object 11 (Annot)"},
		"another look of the seal":    {store(sealLooks, draws), Changed, "it changes object 12"},
		"a form with scripts":         {store(formObject, extended(t, sealed, formObject, " /XFA [(x) 60 0 R]")), Changed, "it changes the form"},
		"the seal's field gone":       {in(formObject, "11 0 R ", ""), Changed, "it changes the form's fields"},
		"two new fields":              {in(formObject, "60 0 R", "60 0 R 60 0 R"), Changed, "it changes the form's fields"},
		"an annotation":               {in(onlyPage, "60 0 R", "60 0 R <</Type /Annot /Subtype /FreeText /Rect [0 0 600 800]>>"), Changed, "it changes page 1"},
		"the seal off its page":       {in(onlyPage, "11 0 R ", ""), Changed, "it changes page 1"},
		"a larger page":               {in(onlyPage, "842", "999"), Changed, "it changes page 1"},
		"a field to be seen":          {in(free, "[0 0 0 0]", "[0 0 600 800]"), Changed, "its new field can be seen"},
		"a field that draws":          {stamp(free+1, streamOf([]byte("1 0 0 rg 0 0 600 800 re f"))), Changed, "its new field can be seen"},
		"a field with a proof's look": {in(free, "/AP <</N 61 0 R>>", "/AP <</N 3 0 R>>"), Changed, "its new field can be seen"},
		"a field that acts":           {in(free, "/F 132", "/F 132 /A <</S /URI>>"), Changed, "none for a document timestamp"},
		"a text field":                {in(free, "/FT /Sig", "/FT /Tx"), Changed, "none for a document timestamp"},
		"a field named as the seal":   {in(free, "(Stamp1)", "(Seal)"), Changed, "has the name of another"},
		"a signature":                 {in(free+2, "/ETSI.RFC3161", "/ETSI.CAdES.detached"), Changed, "holds no document timestamp"},
		"a stamp with an action":      {in(free+2, "/Type /DocTimeStamp", "/Type /DocTimeStamp /Data 3 0 R"), Changed, "holds no document timestamp"},
		"a stamp of something else":   {lying(lie{at: clock, imprint: make([]byte, 32)}), Timestamp, "is of something else"},
		"a stranger's stamp":          {lying(lie{at: clock, by: p.foreignTSA}), Timestamp, "none of the given roots vouches for Strange TSA"},
		"a stamp before the seal":     {lying(lie{at: clock.AddDate(0, 0, -1)}), Timestamp, "and what it stamps of"},
		"a stamp still to come":       {lying(lie{at: clock.AddDate(0, 0, 1)}), Timestamp, "still to come"},
		"a stamp of a part":           {changing(t, lying(lie{at: clock}), "/ByteRange [0 000", "/ByteRange [1 000"), Changed, "is not of the whole file"},
		"no stamp":                    {lastChanged(t, lying(lie{at: clock}), "/Contents <308", "/Contents <008"), Broken, "its document timestamp is malformed"},
		"objects out of sight":        {changing(t, store(70, "null"), "/Size 71", "/Size 11"), Changed, "leaves objects out"},
	} {
		t.Run(name, func(t *testing.T) {
			said.add(name, want(t, c.data, p.options(), c.reason, c.says))
		})
	}
}

// lastChanged puts other bytes of the same length in place of the last match.
func lastChanged(t *testing.T, data []byte, old, new string) []byte {
	t.Helper()
	at := bytes.LastIndex(data, []byte(old))
	if at < 0 {
		t.Fatalf("no %q", old)
	}
	return append(bytes.Clone(data[:at]), changing(t, data[at:], old, new)...)
}
