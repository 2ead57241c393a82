package reports

import (
	"bytes"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// structure hangs the tree of tags on the document (ISO 32000-1 §14.7 and §14.8): the tree's elements, the links that are parts of it, and
// for each page and each link the way back to their elements. Pages count as the first entries of the parent tree, links follow.
func (d *document) structure(t *tags) error {
	pages, err := d.pages()
	if err != nil {
		return err
	}
	if len(pages) != len(t.marks) {
		return fmt.Errorf("%d pages were drawn and %d are there", len(t.marks), len(pages))
	}
	s := &structure{document: d, tags: t, pages: pages, numbers: map[*element]string{}, links: map[*link]int{}, shared: map[string]string{}}
	root, parents := d.add(nil), d.add(nil)
	for _, l := range t.links {
		s.links[l] = d.add(nil)
	}
	top := s.element(t.root, d.ref(root))
	var nums strings.Builder
	for i, marks := range t.marks {
		fmt.Fprintf(&nums, "%d %s\n", i, d.ref(d.add(s.parents(marks))))
	}
	for i, l := range t.links {
		fmt.Fprintf(&nums, "%d %s\n", len(pages)+i, s.numbers[l.element])
		s.annotation(l, len(pages)+i)
	}
	d.objects[root-1] = fmt.Appendf(nil, "<</Type /StructTreeRoot /K %s /ParentTree %s /ParentTreeNextKey %d>>", top, d.ref(parents), len(pages)+len(t.links))
	d.objects[parents-1] = fmt.Appendf(nil, "<</Nums [\n%s]>>", nums.String())
	d.catalog["/StructTreeRoot"], d.catalog["/MarkInfo"] = d.ref(root), "<</Marked true>>"
	return s.onPages()
}

// A structure is a tree of tags on its way into a document.
type structure struct {
	*document
	tags  *tags
	pages []string // references
	// numbers are the references to what was written, links the objects.
	numbers map[*element]string
	links   map[*link]int
	// shared are the references to attributes.
	shared map[string]string
}

// attribute returns attributes as they stand, or the reference to them where many elements have the same: those of head cells.
func (s *structure) attribute(text string) string {
	if strings.Contains(text, "/BBox") {
		return text
	}
	if s.shared[text] == "" {
		s.shared[text] = s.ref(s.add([]byte(text)))
	}
	return s.shared[text]
}

// element writes an element and all below it, and returns the reference to it.
func (s *structure) element(e *element, parent string) string {
	n := s.add(nil)
	own := s.ref(n)
	s.numbers[e] = own
	page := -1
	for _, k := range e.kids {
		if k.element == nil {
			page = k.onPage()
			break
		}
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</S/%s/P %s", e.role, parent)
	if page >= 0 {
		fmt.Fprintf(&b, "/Pg %s", s.pages[page])
	}
	if e.attributes != "" {
		fmt.Fprintf(&b, "/A %s", s.attribute(e.attributes))
	}
	if e.alt != "" {
		fmt.Fprintf(&b, "/Alt%s", plainText(e.alt))
	}
	if e.spoken != "" {
		fmt.Fprintf(&b, "/ActualText%s", plainText(e.spoken))
	}
	kids := make([]string, 0, len(e.kids))
	for _, k := range e.kids {
		kids = append(kids, s.kid(k, page, own))
	}
	switch len(kids) {
	case 0:
	case 1:
		fmt.Fprintf(&b, "/K %s", kids[0])
	default:
		fmt.Fprintf(&b, "/K[%s]", strings.Join(kids, " "))
	}
	b.WriteString(">>")
	s.objects[n-1] = b.Bytes()
	return own
}

// kid returns what stands in the list of an element's children. Page is the one that needs no mention.
func (s *structure) kid(k kid, page int, parent string) string {
	switch {
	case k.element != nil:
		return s.element(k.element, parent)
	case k.link != nil:
		return fmt.Sprintf("<</Type/OBJR/Obj %s/Pg %s>>", s.ref(s.links[k.link]), s.pages[k.link.page])
	case k.page != page:
		return fmt.Sprintf("<</Type /MCR /MCID %d /Pg %s>>", k.mark, s.pages[k.page])
	}
	return fmt.Sprint(k.mark)
}

func (k kid) onPage() int {
	if k.link != nil {
		return k.link.page
	}
	return k.page
}

// parents lists the elements of a page's marked content by MCID.
func (s *structure) parents(marks []*element) []byte {
	var b bytes.Buffer
	b.WriteByte('[')
	for i, e := range marks {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s.numbers[e])
	}
	b.WriteByte(']')
	return b.Bytes()
}

// annotation writes a link: with words, and printed like the text beneath, as ISO 14289-1 §7.18 and ISO 19005 ask.
func (s *structure) annotation(l *link, key int) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<</Type /Annot /Subtype /Link /Rect [%.2f %.2f %.2f %.2f] /Border [0 0 0] /F 4 /P %s /StructParent %d /Contents %s ",
		l.box[0], l.box[1], l.box[2], l.box[3], s.pages[l.page], key, plainText(l.words()))
	if l.to != nil {
		fmt.Fprintf(&b, "/Dest [%s /XYZ 0 %.2f null]>>", s.pages[min(l.to.page, len(s.pages)-1)], s.height-l.to.y)
	} else {
		fmt.Fprintf(&b, "/A <</S /URI /URI (%s)>>>>", l.url)
	}
	s.objects[s.links[l]-1] = b.Bytes()
}

// onPages gives each page its links, the key of its marked content, and the order of its links for the tabulator key.
func (s *structure) onPages() error {
	links := make([][]string, len(s.pages))
	for _, l := range s.tags.links {
		links[l.page] = append(links[l.page], s.ref(s.links[l]))
	}
	for i, page := range s.pages {
		n, err := strconv.Atoi(strings.TrimSuffix(page, " 0 R"))
		if err != nil || n < 1 || n > len(s.objects) || !bytes.HasSuffix(s.objects[n-1], []byte(">>")) {
			return fmt.Errorf("page %d is no dictionary", i+1)
		}
		more := fmt.Sprintf("\n/StructParents %d /Tabs /S", i)
		if len(links[i]) > 0 {
			more += " /Annots [" + strings.Join(links[i], " ") + "]"
		}
		s.objects[n-1] = slices.Concat(bytes.TrimSuffix(s.objects[n-1], []byte(">>")), []byte(more), []byte(">>"))
	}
	return nil
}

// plainText writes a text string as it is where that is a quarter as long and the same in every reader: in ASCII.
func plainText(text string) string {
	if plainASCII(text) && !strings.ContainsAny(text, "()") {
		return "(" + text + ")"
	}
	return pdfText(text)
}
