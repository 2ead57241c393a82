package reports

import (
	"fmt"
	"io"

	"github.com/assize/assize/engine"
)

// PDF is the report for people: cover, contents, summary, what could not be assessed, results by domain and
// framework, the findings with their evidence, waivers, and an appendix with method and digests.
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
	f, err := loadFaces()
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	s, err := p.sheet()
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	b := &booklet{rollup: newRollup(a), flow: &flow{faces: f, sheet: s}, byPolicy: map[string]*anchor{}, kinds: kindTitles(), carried: p.carried()}
	data, tree, err := b.print(b.compose())
	if err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	if data, err = finish(data, b.meta(), b.outline, tree, p.Attachments); err != nil {
		return err
	}
	if _, err := w.Write(data); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
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
		if !p.bare {
			b.margins(c, i, len(pages))
		}
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
	outline  []*anchor
	byPolicy map[string]*anchor
	kinds    map[string]string
	carried  string // what the file carries, in a sentence
}

// compose lays everything out and returns the pages in their order.
func (b *booklet) compose() []*page {
	b.summary()
	b.unread()
	b.domains()
	b.allTargets()
	b.frameworks()
	b.findings()
	b.others()
	b.waiverPages()
	b.passed()
	b.appendix()
	inner := b.flow.pages
	cover := b.cover()
	cover.part = &element{role: rolePart}
	front := append([]*page{cover}, b.contents()...)
	for _, a := range b.outline {
		a.page += len(front)
	}
	return append(front, inner...)
}

// anchor makes something that the outline, the contents and links lead to.
func (b *booklet) anchor(title string, level int) *anchor {
	a := &anchor{title: title, level: level}
	b.outline = append(b.outline, a)
	return a
}

// section begins a part of the report: on a new page when most of this one is taken.
func (b *booklet) section(name string, intro string) {
	if !b.room(120) {
		b.fresh()
	}
	b.gap(22)
	b.flow.part = &element{role: rolePart}
	a := b.anchor(name, 0)
	head := b.faces.words(title, name, across)
	head.anchors = append(head.anchors, a)
	parts := []block{head, space(4)}
	if intro != "" {
		parts = append(parts, b.faces.words(body.in(quiet), intro, across), space(8))
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

// margins draws header and footer of page number i, which nobody wants to hear on each page.
func (b *booklet) margins(c *canvas, i, of int) {
	c.tags.enter(&element{role: roleArtifact, attributes: "/Type /Pagination"})
	defer c.tags.end()
	a, f, left, right := b.assessment, b.faces, b.flow.sheet.left(), b.flow.sheet.right()
	line := pen{hairline, 0.5}
	f.oneLine(caption, b.title(), across*0.7).strokes(c, left, 36)
	f.flushRight(caption, a.Report.Classification, across*0.28).strokes(c, right-across*0.28, 36)
	c.line(point{left, 54}, point{right, 54}, line)
	y := b.flow.sheet.height - 46
	c.line(point{left, y}, point{right, y}, line)
	foot := "Run " + a.Run.ID + " · " + a.Run.At.UTC().Format("2006-01-02 15:04 UTC")
	if a.Report.Organisation != "" {
		foot += " · " + a.Report.Organisation
	}
	f.oneLine(caption, foot, across*0.8).strokes(c, left, y+6)
	f.flushRight(caption, fmt.Sprintf("Page %d of %d", i+1, of), across).strokes(c, left, y+6)
}

func (b block) strokes(c *canvas, x, y float64) {
	for _, draw := range b.draw {
		draw(c, x, y)
	}
}
