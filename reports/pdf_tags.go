package reports

import "fmt"

// A role is what a part of a report is to somebody who hears it instead of seeing it: a type of structure element
// (ISO 32000-1 §14.8.4). All are standard types, so that no role map is needed.
type role string

const (
	roleDocument  role = "Document"
	rolePart      role = "Sect"
	roleColumn    role = "Div"
	roleParagraph role = "P"
	roleList      role = "L"
	roleItem      role = "LI"
	roleLabel     role = "Lbl"
	roleItemBody  role = "LBody"
	roleTable     role = "Table"
	roleRow       role = "TR"
	roleHead      role = "TH"
	roleData      role = "TD"
	roleFigure    role = "Figure"
	roleLink      role = "Link"
	roleContents  role = "TOC"
	roleEntry     role = "TOCI"
	roleReference role = "Reference"
	// roleArtifact is none: what is drawn under it is not part of the text and is never read out.
	roleArtifact role = "Artifact"
)

// level is the role of a heading; 1 is the highest, and below n comes n+1.
func level(n int) role { return role(fmt.Sprintf("H%d", n)) }

// holds says whether elements of a role hold text themselves. Others hold elements only.
func (r role) holds() bool {
	switch r {
	case roleParagraph, roleLabel, roleHead, roleData, roleFigure, roleLink, roleArtifact:
		return true
	}
	return len(r) == 2 && r[0] == 'H'
}

// home is the role that must be around some roles; "" where any may.
func (r role) home() role {
	return map[role]role{roleItem: roleList, roleEntry: roleContents, roleRow: roleTable}[r]
}

// An element is a node of the structure tree. It can be made when something is laid out; it takes its place in the tree when it is
// first drawn, as the last child of the element that is drawn then. What is drawn of it on a later page belongs to it too.
type element struct {
	role role
	// attributes are written as they stand, for example "<</O /Table /Scope /Row>>".
	attributes string
	// alt says in words what a figure shows, and spoken what is read out in place of the text.
	alt, spoken string
	// made says that a cell has elements in it rather than text.
	made bool

	kids   []kid
	placed bool
}

// A kid is one of: an element, marked content of a page, a link.
type kid struct {
	element    *element
	page, mark int
	link       *link
}

// A link is a place on a page that leads somewhere.
type link struct {
	page int
	// box is left, bottom, right, top, from the bottom left corner as PDF counts.
	box     [4]float64
	to      *anchor // or nil
	url     string
	element *element
}

// words say where a link leads.
func (l *link) words() string {
	if l.to != nil {
		return l.to.title
	}
	return l.url
}

// The tags of a document: the tree and what is needed to hang it on the pages.
type tags struct {
	root *element
	// marks are, for each page, the elements to which its marked content belongs, by MCID.
	marks [][]*element
	links []*link

	stack    []*element
	open     *element // whose marked content is being written, or nil
	artifact *element // backgrounds, rules, and whatever else is drawn outside of a figure
}

func newTags() *tags {
	root := &element{role: roleDocument, placed: true}
	return &tags{root: root, stack: []*element{root}, artifact: &element{role: roleArtifact, attributes: "/Type /Layout"}}
}

func (t *tags) top() *element { return t.stack[len(t.stack)-1] }

// begin enters a new element.
func (t *tags) begin(r role) (entered bool) { return t.enter(&element{role: r}) }

// enter makes e the element that what is drawn next belongs to, until end. Where the element around admits no such thing,
// that one stays.
func (t *tags) enter(e *element) (entered bool) {
	around := t.top()
	entered = around.admits(e.role)
	switch {
	case !entered:
		e = around
	case !e.placed && e.role != roleArtifact:
		t.place(e)
	}
	t.stack = append(t.stack, e)
	return entered
}

// admits says whether elements of a role are told apart within e: within text there are figures and links, and nothing is
// within a figure or an artifact.
func (e *element) admits(r role) bool {
	switch {
	case !e.role.holds() || e.made:
		return true
	case e.role == roleFigure || e.role == roleArtifact:
		return false
	case r == roleArtifact:
		return true
	}
	return e.role != roleLink && (r == roleFigure || r == roleLink)
}

// place puts an element into the tree. One that needs a certain element around it joins that of the element before, or
// begins one.
func (t *tags) place(e *element) {
	parent := t.top()
	if home := e.role.home(); home != "" && parent.role != home {
		var last *element
		if n := len(parent.kids); n > 0 {
			last = parent.kids[n-1].element
		}
		if last == nil || last.role != home {
			last = &element{role: home, placed: true}
			parent.kids = append(parent.kids, kid{element: last})
		}
		parent = last
	}
	e.placed = true
	parent.kids = append(parent.kids, kid{element: e})
}

func (t *tags) end() { t.stack = t.stack[:len(t.stack)-1] }

// mark makes sure that what is drawn next is within the marked content of the element that it belongs to: text in the
// one that was entered, or in a paragraph of its own where none that holds text was; shapes in a figure or none.
func (c *canvas) mark(text bool) {
	t := c.tags
	to := t.top()
	switch {
	case to.role == roleArtifact, to.role == roleFigure:
	case !text:
		to = t.artifact
	case !to.role.holds() || to.made:
		to = &element{role: roleParagraph}
		t.place(to)
	}
	if t.open == to {
		return
	}
	c.unmark()
	t.open = to
	if to.role == roleArtifact {
		c.pdf.RawWriteStr("/Artifact <<" + to.attributes + ">> BDC")
		return
	}
	page := len(t.marks) - 1
	n := len(t.marks[page])
	t.marks[page] = append(t.marks[page], to)
	to.kids = append(to.kids, kid{page: page, mark: n})
	c.pdf.RawWriteStr(fmt.Sprintf("/%s <</MCID %d>> BDC", to.role, n))
}

// unmark ends the marked content that is open, if any.
func (c *canvas) unmark() {
	if c.tags.open != nil {
		c.pdf.RawWriteStr("EMC")
		c.tags.open = nil
	}
}

// link makes a place lead to an anchor or, where that is nil, to a web page. It is part of the element that was entered,
// which should be a link; else there is one for the place alone.
func (c *canvas) link(r rect, to *anchor, url string) {
	t := c.tags
	if t.top().role == roleArtifact {
		return // nobody who hears the report could follow it
	}
	t.begin(roleLink)
	defer t.end()
	height := c.height()
	l := &link{page: len(t.marks) - 1, box: [4]float64{r.x, height - r.y - r.h, r.x + r.w, height - r.y}, to: to, url: url, element: t.top()}
	t.links = append(t.links, l)
	l.element.kids = append(l.element.kids, kid{link: l})
}

// in makes a block part of an element, which may have other parts on other pages.
func in(e *element, b block) block {
	draw := make([]stroke, 0, len(b.draw)+2)
	draw = append(draw, func(c *canvas, _, _ float64) { c.tags.enter(e) })
	draw = append(draw, b.draw...)
	b.draw = append(draw, func(c *canvas, _, _ float64) { c.tags.end() })
	return b
}

// as makes a block an element of its own.
func as(r role, b block) block { return in(&element{role: r}, b) }

// decor makes a block one that is seen and not heard: it repeats what is said elsewhere.
func decor(b block) block {
	return in(&element{role: roleArtifact, attributes: "/Type /Layout"}, b)
}

// picture makes a block a figure, with words that say what it shows.
func picture(b block, width float64, alt string) block {
	e := &element{role: roleFigure, alt: alt}
	height := b.height
	b = in(e, b)
	b.draw = append(b.draw, func(c *canvas, x, y float64) {
		page := c.height()
		e.attributes = fmt.Sprintf("<</O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]>>", x, page-y-height, x+width, page-y)
	})
	return b
}

// leading makes a block, as wide as is said, lead to an anchor.
func leading(b block, width float64, to *anchor) block {
	height := b.height
	b.draw = append(b.draw[:len(b.draw):len(b.draw)], func(c *canvas, x, y float64) { c.jump(rect{x, y, width, height}, to) })
	return as(roleLink, b)
}

// opening makes a block, as wide as is said, lead to a web page, if that is one that the canvas opens.
func opening(b block, width float64, url string) block {
	if !opens(url) {
		return b
	}
	height := b.height
	b.draw = append(b.draw[:len(b.draw):len(b.draw)], func(c *canvas, x, y float64) { c.open(rect{x, y, width, height}, url) })
	return as(roleLink, b)
}
