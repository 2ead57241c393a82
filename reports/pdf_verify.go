package reports

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/assize/assize/engine"
)

// sealHeight is how high the box of the seal is.
const sealHeight = 92.0

// verifyPage says how a reader can check all of this, and what a check proves.
func (b *booklet) verifyPage() {
	b.flow.fresh()
	b.section("How to verify this report", "")
	b.put(b.sealBox())
	b.gap(10)
	b.checks()
	b.fileTable()
	b.digestTable()
	b.proof()
}

// checks shows the commands that hold for this report: one without a seal has no signature to look at, and one without its
// snapshot cannot be judged again.
func (b *booklet) checks() {
	snapshot := "evidence/" + SnapshotFile
	inside := slices.ContainsFunc(b.files, func(f Attachment) bool { return f.Name == SnapshotFile })
	if !inside {
		snapshot = "report.pdf" + BesideSuffix
	}
	command, what := "assize verify report.pdf", "the evidence"
	var others []string
	files := "The files in this report:"
	if b.layout.Seal == nil {
		command += " --allow-unsealed"
	} else {
		command, what = command+" --trust CERTIFICATE.pem", "the seal, "+what
		others, files = append(others, "pdfsig report.pdf"), "The seal with another program (read its words: it ends well even where a digest does not match), and the files in this report:"
	}
	others = append(others, "mkdir evidence", "pdfdetach -saveall -o evidence report.pdf", "sha256sum evidence/*")
	replay := inside || b.layout.Snapshot != nil
	if replay {
		command, what = command+" --replay", what+", the pages, and the findings judged again"
		others = append(others, "gzip -dc "+snapshot+" | sha256sum      (the snapshot's digest below)")
	} else {
		what += " and the pages"
	}
	offline := ". Offline."
	if b.layout.Seal != nil {
		offline = ". Offline; CERTIFICATE.pem comes from the signer on another way than this report:"
	}
	b.commands(strings.ToUpper(what[:1])+what[1:]+offline, []string{command})
	b.commands(files, others)
	if replay {
		b.commands("The judgement, with the snapshot, the same policies, parameters and waivers, and the audit's clock: the same findings byte for byte:",
			[]string{evaluateCommand(b.assessment, snapshot)})
	}
}

// sealBox is where the seal is drawn, or the note that there is none. The widget that opens the signature's panel is put over
// it when the report is sealed.
func (b *booklet) sealBox() block {
	f, s := b.faces, b.layout.Seal
	if s == nil {
		note := "This report is not sealed: nobody vouches for it, and nothing shows whether it was changed. Seal reports with --sign, or ask who sent it for a sealed one."
		return edged(on(inset(f.words(body, note, across-24), cardPad, 7, 7), across, wash), verdictInk(engine.Unknown))
	}
	parts := []block{
		beside([]float64{0, across - 184}, f.words(caption, "MADE TO BE SEALED BY", 200), f.flushRight(caption, "a click here opens the signature", 160)),
		f.within(style{semibold, 14, navy, 19}, s.Signer, across-24, 19), space(1),
		f.within(code, "certificate "+s.Certificate, across-24, 21),
		f.words(small, "When it was sealed stands in the seal itself. This box was drawn before: it says who was to seal, not that the seal is there or good.", across-24),
		f.words(smallBold, "Verify with: assize verify report.pdf --trust CERTIFICATE.pem", across-24),
	}
	a := &anchor{title: "seal"}
	b.sealAt = a
	box := block{height: sealHeight, anchors: []*anchor{a}, draw: []stroke{func(c *canvas, x, y float64) {
		c.fill(x, y, across, sealHeight, wash)
		c.frame(x, y, across, sealHeight, pen{navy, 1.2})
		c.frame(x+3, y+3, across-6, sealHeight-6, pen{navy, 0.4})
	}}}
	box.add(cardPad, 9, stack(parts...))
	return box
}

// commands shows what to type, below what it is for.
func (b *booklet) commands(why string, lines []string) {
	parts := []block{b.faces.words(prose, why, across), space(3)}
	var typed []block
	for _, line := range lines {
		typed = append(typed, b.faces.within(code, line, across-20, 42))
	}
	parts = append(parts, on(inset(stack(typed...), 10, 4, 4), across, wash), space(6))
	b.put(stack(parts...))
}

// fileTable lists the files that the report carries.
func (b *booklet) fileTable() {
	var rows [][]cell
	files := slices.SortedFunc(slices.Values(b.files), func(x, y Attachment) int { return strings.Compare(x.Name, y.Name) })
	for _, f := range files {
		rows = append(rows, []cell{styled(f.Name, fineBold), styled(grouped(f.Size()), fine), styled(strings.TrimPrefix(f.What().SHA256, "sha256:"), fineCode)})
	}
	if len(rows) == 0 {
		return
	}
	b.put(stack(b.faces.words(prose, PDF{Layout: b.layout, Attachments: b.files}.carried(), across), space(4)))
	b.table([]column{{"File in this report", 100, false}, {"Bytes", 76, true}, {"SHA-256", across - 176, false}}, rows)
}

// evaluateCommand is the command that judges the snapshot again in the same way.
func evaluateCommand(a *engine.Assessment, snapshot string) string {
	command := "assize evaluate " + snapshot + " --at " + a.Run.At.UTC().Format(time.RFC3339Nano)
	if a.Run.Profile != "" {
		command += " --profile " + a.Run.Profile
	}
	if len(a.Waivers) > 0 {
		command += " --waivers waivers.yaml"
	}
	return command + " -o json=findings.json"
}

// digestTable lists the digests of all that went in.
func (b *booklet) digestTable() {
	a := b.assessment
	facts := [][2]string{{"Run", a.Run.ID}, {"Made by", a.Run.Tool + ", OPA " + a.Run.OPA}, {"Snapshot", a.Digests.Snapshot}, {"Policies", a.Digests.Policies},
		{"Parameters", a.Digests.Params}, {"Waivers", a.Digests.Waivers}, {"Previous run", a.Digests.Previous}}
	var rows [][]cell
	for _, fact := range facts {
		rows = append(rows, []cell{styled(fact[0], fineBold), styled(cmp.Or(fact[1], "none"), fineCode)})
	}
	b.table([]column{{"What went in", 100, false}, {"Digest or version", across - 100, false}}, rows)
}

// proof says what verifying proves and what it does not.
func (b *booklet) proof() {
	f := b.faces
	const gutter = 20.0
	half := (across - gutter) / 2
	list := func(name string, lines []string) block {
		parts := []block{f.words(bodyBold, name, half), space(2)}
		for _, line := range lines {
			parts = append(parts, f.bullet(prose, line, half), space(2))
		}
		return as(roleColumn, stack(parts...))
	}
	b.heading("What a seal that verifies proves", beside([]float64{0, half + gutter},
		list("It proves", []string{"that no byte of this file, pages and evidence, was changed since it was sealed",
			"that who holds the certificate's key sealed it", "with a timestamp: that it was there at that time",
			"with --replay: that the findings follow from the snapshot, by the policies in this file"}),
		list("It does not prove", []string{"that the signer is honest, or is who the certificate says: that is up to who issued it",
			"that the audited machines told the truth", "that the scope was the right one",
			"that no later run says otherwise: ask for the run after this one"})))
}

// signOff leaves room for those who review the report.
func (b *booklet) signOff() block {
	field := func(name string, width float64) block {
		return stack(space(18), rule(width, pen{ink, 0.6}), space(1), b.faces.words(caption, name, width))
	}
	offsets := []float64{0, across*0.4 + 12, across*0.8 + 12}
	row := func(role string) block {
		return beside(offsets, field(role+": name", across*0.4), field("Signature", across*0.4-12), field("Date", across*0.2-12))
	}
	return stack(b.faces.words(subtitle, "Reviewed by", across), row("Reviewed"), row("Accepted"))
}
