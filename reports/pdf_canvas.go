package reports

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// An rgb is a colour.
type rgb struct{ r, g, b uint8 }

// tint mixes a colour with white: 1 keeps it, 0 is white.
func (c rgb) tint(share float64) rgb {
	mix := func(v uint8) uint8 { return uint8(math.Round(255 - share*(255-float64(v)))) }
	return rgb{mix(c.r), mix(c.g), mix(c.b)}
}

// A style is everything that text needs: no state is left behind from one text to the next.
type style struct {
	face faceID
	size float64
	ink  rgb
	// lead is the height of a line.
	lead float64
}

func (s style) in(ink rgb) style { s.ink = ink; return s }

// shown is text that a face can draw: it went through the encoder for PDF, which faces.show is.
type shown string

// faces are the fonts of a report.
type faces [faceCount]*face

func loadFaces() (*faces, error) {
	var out faces
	for i, data := range fontFiles() {
		f, err := parseFace(data)
		if err != nil {
			return nil, fmt.Errorf("font %d: %w", i, err)
		}
		out[i] = f
	}
	return &out, nil
}

// show is the encoder for PDF: visible text of which the style's font has every glyph.
func (f *faces) show(s style, text string) shown { return shown(visible(text, f[s.face].has)) }

// fit shows a text of at most about limit bytes and says what it cut. Escapes are longer than what they
// stand for, so a text of many is cut shorter, until it takes at most twice the room.
func (f *faces) fit(s style, text string, limit int) shown {
	for n := limit; ; n /= 2 {
		out := f.show(s, cut(text, n))
		if len(out) <= 2*(limit+cutSlack) || n == 0 {
			return out
		}
	}
}

// measure returns how wide a character is in a style.
func (f *faces) measure(s style) func(rune) float64 {
	return func(r rune) float64 { return f[s.face].width(r) * s.size / 1000 }
}

// width returns how wide a text is in a style.
func (f *faces) width(s style, text shown) float64 {
	total := 0.0
	for _, r := range text {
		total += f[s.face].width(r)
	}
	return total * s.size / 1000
}

// wrap breaks a text into lines of at most width. A line that was broken at a space ends in that space: it takes no room,
// and whoever hears or copies the text gets words.
func (f *faces) wrap(s style, text shown, width float64) []shown {
	lines := wrapText(string(text), width, f.measure(s))
	out := make([]shown, len(lines))
	for i, line := range lines {
		out[i] = shown(line)
	}
	return out
}

// A canvas is the seam to gofpdf: nothing else in the program calls it. Each primitive sets its whole style.
type canvas struct {
	pdf *gofpdf.Fpdf
	// tags say what each thing that is drawn is part of.
	tags *tags
}

func newCanvas(s sheet) *canvas {
	pdf := gofpdf.New("P", "pt", string(s.paper), "")
	pdf.SetCompression(true)
	pdf.SetCatalogSort(true)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetMargins(0, 0, 0)
	for i, data := range fontFiles() {
		pdf.AddUTF8FontFromBytes(fontName(faceID(i)), "", data)
	}
	return &canvas{pdf: pdf, tags: newTags()}
}

func fontName(id faceID) string { return [...]string{"sans", "sanssemi", "sansbold", "mono"}[id] }

func (c *canvas) page() {
	c.unmark()
	c.pdf.AddPage()
	c.tags.marks = append(c.tags.marks, nil)
}

// height is that of a page, in points.
func (c *canvas) height() float64 {
	_, height := c.pdf.GetPageSize()
	return height
}

// text draws one line with its baseline at y.
func (c *canvas) text(x, y float64, s style, text shown) {
	if text == "" {
		return
	}
	c.mark(true)
	c.pdf.SetFont(fontName(s.face), "", s.size)
	c.pdf.SetTextColor(int(s.ink.r), int(s.ink.g), int(s.ink.b))
	c.pdf.Text(x, y, string(text))
}

// fill draws a filled rectangle.
func (c *canvas) fill(x, y, w, h float64, ink rgb) {
	c.mark(false)
	c.pdf.SetFillColor(int(ink.r), int(ink.g), int(ink.b))
	c.pdf.Rect(x, y, w, h, "F")
}

// frame draws the outline of a rectangle.
func (c *canvas) frame(x, y, w, h float64, p pen) {
	c.use(p)
	c.pdf.Rect(x, y, w, h, "D")
}

// A pen draws lines.
type pen struct {
	ink   rgb
	width float64
}

func (c *canvas) use(p pen) {
	c.mark(false)
	c.pdf.SetDrawColor(int(p.ink.r), int(p.ink.g), int(p.ink.b))
	c.pdf.SetLineWidth(p.width)
}

func (c *canvas) line(a, b point, p pen) {
	c.use(p)
	c.pdf.Line(a.x, a.y, b.x, b.y)
}

type point struct{ x, y float64 }

// polygon draws a filled shape.
func (c *canvas) polygon(points []point, ink rgb) {
	c.mark(false)
	c.pdf.SetFillColor(int(ink.r), int(ink.g), int(ink.b))
	c.pdf.Polygon(gofpdfPoints(points), "F")
}

// outline draws the border of a shape.
func (c *canvas) outline(points []point, p pen) {
	c.use(p)
	c.pdf.Polygon(gofpdfPoints(points), "D")
}

func gofpdfPoints(points []point) []gofpdf.PointType {
	out := make([]gofpdf.PointType, len(points))
	for i, p := range points {
		out[i] = gofpdf.PointType{X: p.x, Y: p.y}
	}
	return out
}

// A rect is a place on a page.
type rect struct{ x, y, w, h float64 }

// jump makes a place lead to an anchor.
func (c *canvas) jump(r rect, to *anchor) { c.link(r, to, "") }

// open makes a place lead to a web page. Anything but plain https is left without a link.
func (c *canvas) open(r rect, url string) {
	if opens(url) {
		c.link(r, nil, url)
	}
}

func opens(url string) bool {
	return strings.HasPrefix(url, "https://") && plainASCII(url) && !strings.ContainsAny(url, ` "<>()`)
}

// bytes ends the document. What gofpdf leaves to be wished for is the finisher's to mend.
func (c *canvas) bytes() ([]byte, error) {
	c.unmark()
	var b bytes.Buffer
	if err := c.pdf.Output(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
