package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/assize/assize/engine"
)

// PDF is the report for people: one page for those who read one, contents, scope with method and completeness, what changed,
// results by domain, the findings with their evidence, what could not be decided, accepted risks, controls by framework, all
// policies, and how to verify it.
//
// The pages are laid out first and drawn afterwards, so that every page number is known when it is printed.
type PDF struct {
	Layout
	// Attachments are the files that it carries.
	Attachments []Attachment
}

// Name implements Format.
func (PDF) Name() string { return "pdf" }

// Help implements Format.
func (PDF) Help() string { return "the report to hand over" }

// Extension implements Format.
func (PDF) Extension() string { return ".pdf" }

// Write implements Format.
func (p PDF) Write(w io.Writer, a *engine.Assessment) error {
	r, err := p.Render(a)
	if err != nil {
		return err
	}
	if _, err := w.Write(r.Data); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

// A Rendering is a PDF and where the box of its seal is.
type Rendering struct {
	Data []byte
	// SealPage is the page of the box, from 0, and SealRect where: left, bottom, right, top in points. Without a seal both are zero.
	SealPage int
	SealRect [4]float64
}

// Render makes the PDF. It is a pure function of the assessment, the layout and the attachments.
func (p PDF) Render(a *engine.Assessment) (*Rendering, error) {
	f, err := loadFaces()
	if err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	s, err := p.sheet()
	if err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	b := newBooklet(a, p, &flow{faces: f, sheet: s})
	data, tree, err := b.print(b.compose())
	if err != nil {
		return nil, fmt.Errorf("write PDF: %w", err)
	}
	if data, err = finish(data, b.meta(), b.outline, tree, p.Attachments); err != nil {
		return nil, err
	}
	out := &Rendering{Data: data}
	if at := b.sealAt; at != nil {
		out.SealPage, out.SealRect = at.page, [4]float64{s.left(), s.height - at.y - sealHeight, s.right(), s.height - at.y}
	}
	return out, nil
}

func newBooklet(a *engine.Assessment, p PDF, f *flow) *booklet {
	return &booklet{rollup: newRollup(a), flow: f, layout: p.Layout, files: p.Attachments, byPolicy: map[string]*anchor{}, kinds: kindTitles()}
}

// print draws the pages. That the library beneath panics is a defect that must not take the other reports of a
// run with it: it comes back as an error.
func (b *booklet) print(pages []*page) (data []byte, tree *tags, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			data, tree, err = nil, nil, fmt.Errorf("the PDF library broke: %v", reason)
		}
	}()
	c := newCanvas(b.flow.sheet)
	for i, p := range pages {
		c.page()
		b.margins(c, i, len(pages), p.bare)
		if p.part != nil {
			c.tags.enter(p.part)
		}
		for _, placed := range p.placed {
			placed.block.strokes(c, placed.x, placed.y)
		}
		if p.part != nil {
			c.tags.end()
		}
	}
	data, err = c.bytes()
	return data, c.tags, err
}

// A booklet is a report in the making: each part is a method that flows its blocks onto pages.
type booklet struct {
	*rollup
	*flow
	layout   Layout
	files    []Attachment
	outline  []*anchor
	byPolicy map[string]*anchor
	kinds    map[string]string
	// scopeAnchor is where the scope begins; sealAt is the box of the seal, nil when there is none.
	scopeAnchor, sealAt *anchor
}

// compose lays everything out and returns the pages in their order. What a director needs comes first, then what an auditor
// asks, then what an engineer works with, then what is looked up.
func (b *booklet) compose() []*page {
	b.scope()
	b.planned()
	b.changes()
	b.domains()
	b.findings()
	b.undecided()
	b.waiverPages()
	b.frameworks()
	b.register()
	b.verifyPage()
	front := b.front()
	inner := b.flow.pages
	shift(inner, len(front))
	return append(front, inner...)
}

// titleBytes is how much of a title stands in the outline and in links.
const titleBytes = 200

// anchor makes something that the outline, the contents and links lead to.
func (b *booklet) anchor(title string, level int) *anchor {
	a := &anchor{title: cut(folded(title), titleBytes), level: level}
	b.outline = append(b.outline, a)
	return a
}

// section begins a part of the report: on a new page when most of this one is taken.
func (b *booklet) section(name string, intro string) {
	if !b.room(110) {
		b.fresh()
	}
	b.gap(18)
	b.flow.part = &element{role: rolePart}
	a := b.anchor(name, 0)
	head := b.faces.words(title, name, across)
	head.anchors = append(head.anchors, a)
	parts := []block{head, rule(across, pen{navy, 1}), space(5)}
	if intro != "" {
		parts = append(parts, b.faces.words(body.in(quiet), intro, across), space(6))
	}
	b.flow.head(stack(parts...))
}

// heading is a heading within a section, kept with what follows.
func (b *booklet) heading(text string, follow ...block) {
	b.gap(8)
	b.flow.head(b.faces.words(subtitle, text, across), space(3))
	if len(follow) > 0 {
		b.keep(follow...)
	}
}

func (b *booklet) meta() meta {
	a := b.assessment
	return meta{title: b.title(), author: a.Report.Organisation, subject: headline(a), tool: a.Run.Tool, at: a.Run.At, height: b.flow.sheet.height}
}

func (b *booklet) title() string {
	if t := b.assessment.Report.Title; t != "" {
		return t
	}
	return "IT policy audit"
}

// margins draws header and footer of page number i, which nobody wants to hear on each page. A bare page has a head of its own.
func (b *booklet) margins(c *canvas, i, of int, bare bool) {
	c.tags.enter(&element{role: roleArtifact, attributes: "/Type /Pagination"})
	defer c.tags.end()
	a, f, s := b.assessment, b.faces, b.flow.sheet
	left, right := s.left(), s.right()
	line := pen{hairline, 0.5}
	if !bare {
		f.oneLine(caption, b.title(), across*0.7).strokes(c, left, 32)
		f.flushRight(captionBold, strings.ToUpper(a.Report.Classification), across*0.28).strokes(c, right-across*0.28, 32)
		c.line(point{left, 48}, point{right, 48}, line)
	}
	y := s.height - 42
	c.line(point{left, y}, point{right, y}, line)
	about := "Run " + a.Run.ID + " · " + a.Run.At.UTC().Format("2006-01-02 15:04 UTC")
	if a.Report.Organisation != "" {
		about += " · " + a.Report.Organisation
	}
	f.oneLine(caption, about, across*0.6).strokes(c, left, y+6)
	if !bare {
		f.oneLine(captionBold, strings.ToUpper(a.Report.Classification), across*0.18).strokes(c, left+across*0.64, y+6)
	}
	f.flushRight(caption, fmt.Sprintf("Page %d of %d", i+1, of), across).strokes(c, left, y+6)
}

func (b block) strokes(c *canvas, x, y float64) {
	for _, draw := range b.draw {
		draw(c, x, y)
	}
}
