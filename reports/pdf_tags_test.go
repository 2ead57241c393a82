package reports

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/assize/assize/engine"
	"github.com/assize/assize/internal/sign/pdf"
)

// A node is an element of the structure tree as a reader finds it in the file.
type node struct {
	role, alt, spoken string
	number            int
	attributes        pdf.Value
	parent            *node
	kids              []*node
	marks             [][2]int // page's object number and MCID, in order
	annotations       []int    // object numbers
}

// A tagged PDF, taken apart.
type tagged struct {
	t     *testing.T
	file  *pdf.File
	root  *node
	nodes map[int]*node
	pages []int
	// lines are how high above the page's foot text begins, by page and number.
	lines map[[2]int]float64
}

func (p *tagged) get(v pdf.Value, key string) pdf.Value {
	p.t.Helper()
	out, err := p.file.Lookup(v, key)
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

func (p *tagged) object(n int64) pdf.Object {
	p.t.Helper()
	o, err := p.file.Object(int(n))
	if err != nil {
		p.t.Fatal(err)
	}
	return o
}

func tagsOf(t *testing.T, data []byte) *tagged {
	t.Helper()
	f, err := pdf.Open(data)
	if err != nil {
		t.Fatal(err)
	}
	p := &tagged{t: t, file: f, nodes: map[int]*node{}, lines: map[[2]int]float64{}}
	catalog, err := f.Catalog()
	if err != nil {
		t.Fatal(err)
	}
	if p.pages, err = f.Pages(); err != nil {
		t.Fatal(err)
	}
	if v := p.get(p.get(catalog.Value, "MarkInfo"), "Marked"); v.Kind != pdf.Boolean || v.Int != 1 {
		t.Error("the catalog does not say that the PDF is tagged")
	}
	if v := p.get(p.get(catalog.Value, "ViewerPreferences"), "DisplayDocTitle"); v.Kind != pdf.Boolean || v.Int != 1 {
		t.Error("the title is not to be shown")
	}
	if v := p.get(catalog.Value, "Lang"); v.Text != "en" {
		t.Errorf("the language is %q", v.Text)
	}
	root := p.get(catalog.Value, "StructTreeRoot")
	k, _ := root.Get("K")
	p.root = p.read(k, nil)
	p.parentTree(root)
	return p
}

// read reads an element and all below it.
func (p *tagged) read(ref pdf.Value, parent *node) *node {
	p.t.Helper()
	if ref.Kind != pdf.Reference {
		p.t.Fatalf("an element is no object of its own")
	}
	o := p.object(ref.Int)
	n := &node{number: o.Number, parent: parent, role: p.get(o.Value, "S").Text, attributes: p.get(o.Value, "A"), alt: p.get(o.Value, "Alt").Text,
		spoken: p.get(o.Value, "ActualText").Text}
	if p.nodes[n.number] != nil {
		p.t.Fatalf("element %d stands twice in the tree", n.number)
	}
	p.nodes[n.number] = n
	if up, _ := o.Get("P"); parent != nil && int(up.Int) != parent.number {
		p.t.Errorf("element %d does not know its parent", n.number)
	}
	page, _ := o.Get("Pg")
	kids, _ := o.Get("K")
	list := kids.Items
	if kids.Kind != pdf.Array && kids.Kind != pdf.Null {
		list = []pdf.Value{kids}
	}
	for _, k := range list {
		switch {
		case k.Kind == pdf.Integer:
			n.marks = append(n.marks, [2]int{int(page.Int), int(k.Int)})
		case k.Kind == pdf.Dict && p.get(k, "Type").IsName("MCR"):
			on, _ := k.Get("Pg")
			n.marks = append(n.marks, [2]int{int(on.Int), int(p.get(k, "MCID").Int)})
		case k.Kind == pdf.Dict && p.get(k, "Type").IsName("OBJR"):
			obj, _ := k.Get("Obj")
			n.annotations = append(n.annotations, int(obj.Int))
		default:
			n.kids = append(n.kids, p.read(k, n))
		}
	}
	return n
}

// parentTree holds the way back, from marked content and links to elements, against the tree.
func (p *tagged) parentTree(root pdf.Value) {
	nums := p.get(p.get(root, "ParentTree"), "Nums").Items
	entries := map[int64]pdf.Value{}
	for i := 0; i+1 < len(nums); i += 2 {
		entries[nums[i].Int] = nums[i+1]
	}
	if next := p.get(root, "ParentTreeNextKey").Int; next != int64(len(entries)) || 2*len(entries) != len(nums) {
		p.t.Errorf("%d entries in the parent tree, the next is %d", len(entries), next)
	}
	owner := map[[2]int]int{}
	links := 0
	for _, n := range p.nodes {
		for _, m := range n.marks {
			if owner[m] != 0 {
				p.t.Errorf("marked content %v belongs to two elements", m)
			}
			owner[m] = n.number
		}
		for _, a := range n.annotations {
			links++
			key := p.get(p.object(int64(a)).Value, "StructParent")
			if key.Kind != pdf.Integer || int(entries[key.Int].Int) != n.number {
				p.t.Errorf("annotation %d does not lead back to its element", a)
			}
		}
	}
	if links+len(p.pages) != len(entries) {
		p.t.Errorf("%d links and %d pages, but %d entries in the parent tree", links, len(p.pages), len(entries))
	}
	for _, page := range p.pages {
		o := p.object(int64(page))
		if !p.get(o.Value, "Tabs").IsName("S") {
			p.t.Errorf("page %d has no order for the tabulator key", page)
		}
		back := p.object(entries[p.get(o.Value, "StructParents").Int].Int).Items
		for _, a := range p.get(o.Value, "Annots").Items {
			if p.get(p.object(a.Int).Value, "Contents").Text == "\xfe\xff" {
				p.t.Errorf("annotation %d has no words", a.Int)
			}
			if key, has := p.object(a.Int).Get("StructParent"); !has || entries[key.Int].Kind != pdf.Reference {
				p.t.Errorf("annotation %d is part of nothing", a.Int)
			}
		}
		roles := p.marked(o)
		if len(back) != len(roles) {
			p.t.Errorf("page %d has %d pieces of marked content, the parent tree %d", page, len(roles), len(back))
		}
		for id, role := range roles {
			n := owner[[2]int{page, id}]
			if n == 0 || id >= len(back) || int(back[id].Int) != n {
				p.t.Errorf("page %d: marked content %d leads to the wrong element", page, id)
			} else if p.nodes[n].role != role {
				p.t.Errorf("page %d: marked content %d is %s in the page and %s in the tree", page, id, role, p.nodes[n].role)
			}
		}
	}
}

var (
	contentToken = regexp.MustCompile(`(?s)\((?:\\.|[^\\)])*\)|<<[^>]*>>|[^\s()<>]+`)
	paints       = strings.Fields("Tj TJ ' \" f F f* S s B B* b b* sh Do BI")
	markID       = regexp.MustCompile(`^<</MCID (\d+)>>$`)
)

// marked reads a page's content: whatever paints does so within one piece of marked content, which is an artifact or has a
// number of its own. It returns the roles by number.
func (p *tagged) marked(page pdf.Object) map[int]string {
	p.t.Helper()
	ref, _ := page.Get("Contents")
	content, err := p.object(ref.Int).Unpack(64 << 20)
	if err != nil {
		p.t.Fatal(err)
	}
	roles, open, current, before, properties := map[int]string{}, 0, -1, "", ""
	for _, token := range contentToken.FindAllString(string(content), -1) {
		switch {
		case token == "BDC":
			open, current = open+1, -1
			if id := markID.FindStringSubmatch(properties); id != nil {
				current = int(number(p.t, id[1]))
				if current != len(roles) {
					p.t.Errorf("page %d: number %d comes after %d others", page.Number, current, len(roles))
				}
				roles[current] = strings.TrimPrefix(before, "/")
			} else if before != "/Artifact" || !strings.HasPrefix(properties, "<</Type /") {
				p.t.Errorf("page %d: %s %s is neither numbered nor an artifact", page.Number, before, properties)
			}
		case token == "BMC":
			p.t.Errorf("page %d: marked content without properties", page.Number)
		case token == "EMC":
			open--
		case token == "Td" && current >= 0:
			if at := [2]int{page.Number, current}; p.lines[at] == 0 {
				p.lines[at] = number(p.t, properties)
			}
		case slices.Contains(paints, token) && open != 1:
			p.t.Fatalf("page %d: %s within %d pieces of marked content", page.Number, token, open)
		}
		if open < 0 || open > 1 {
			p.t.Fatalf("page %d: marked content within marked content", page.Number)
		}
		before, properties = properties, token
	}
	if open != 0 {
		p.t.Errorf("page %d: marked content without an end", page.Number)
	}
	return roles
}

// each calls visit for every element in the order in which it is read.
func (n *node) each(visit func(*node)) {
	visit(n)
	for _, k := range n.kids {
		k.each(visit)
	}
}

func (n *node) count(roles ...string) int {
	out := 0
	for _, k := range n.kids {
		if slices.Contains(roles, k.role) {
			out++
		}
	}
	return out
}

// downwards holds the children of an element, where one comes after another, against their places: further down, or beside each
// other, or on a later page.
func (p *tagged) downwards(n *node) {
	page, y, beside := -1, 0.0, ""
	for _, k := range n.kids {
		var first [2]int
		k.each(func(below *node) {
			if first[0] == 0 && len(below.marks) > 0 && p.lines[below.marks[0]] > 0 {
				first = below.marks[0]
			}
		})
		if first[0] == 0 {
			continue
		}
		on, at := slices.Index(p.pages, first[0]), p.lines[first]
		if on < page || on == page && at > y+20 && beside != "Figure" {
			p.t.Errorf("page %d: what is read next, a %s, stands %.0f points higher up", on+1, k.role, at-y)
		}
		page, y, beside = on, at, k.role
	}
}

// sizes are reports from nothing to a fleet.
var sizes = map[string]func() *engine.Assessment{
	"none": func() *engine.Assessment { return newBuilder().build() }, "one": func() *engine.Assessment { return fleetOf(1, 1, 1) },
	"200": func() *engine.Assessment { return fleetOf(2, 10, 10) }, "100,000": fleet, "sample": sample, "hostile": hostile, "changes": func() *engine.Assessment { return changed(medium()) },
	"plan": func() *engine.Assessment { return planning(sample()) },
}

// TestTags takes reports of all sizes apart: everything that is drawn is in the tree once or an artifact, and the tree is
// one that a screen reader can follow.
func TestTags(t *testing.T) {
	for name, assessment := range sizes {
		t.Run(name, func(t *testing.T) {
			data := pdfOf(t, assessment())
			p := tagsOf(t, data)
			seen := map[string]int{}
			above := 0
			var last [2]int
			p.root.each(func(n *node) {
				seen[n.role]++
				p.shape(n)
				if len(n.role) == 2 && n.role[0] == 'H' {
					depth := int(n.role[1] - '0')
					if depth > above+1 {
						t.Errorf("%s comes after H%d", n.role, above)
					}
					above = depth
				}
				for _, m := range n.marks {
					at := [2]int{slices.Index(p.pages, m[0]), m[1]}
					if slices.Compare(at[:], last[:]) < 0 {
						t.Errorf("%s is drawn before what is read before it (page %d)", n.role, at[0]+1)
					}
					last = at
				}
			})
			if seen["Document"] != 1 || seen["Sect"] < 3 || seen["H1"] < seen["Sect"] || seen["TOC"] == 0 || seen["Link"] < seen["TOCI"] {
				t.Errorf("no tree of a report: %v", seen)
			}
			if name != "none" && (seen["Table"] < 3 || seen["Figure"] < 2) {
				t.Errorf("tables or figures are absent: %v", seen)
			}
			t.Logf("%v, %d elements, %d KB", seen, len(p.nodes), len(data)>>10)
		})
	}
}

// TestTagsOfASealedReport takes one apart whose seal has a box.
func TestTagsOfASealedReport(t *testing.T) {
	r, err := PDF{Layout: Layout{Seal: &SealBox{Signer: "Ada Byron", Certificate: digest("certificate")}}, Attachments: []Attachment{{Name: SnapshotFile, Type: "application/gzip"}}}.Render(sample())
	if err != nil {
		t.Fatal(err)
	}
	p := tagsOf(t, r.Data)
	p.root.each(p.shape)
}

// shape holds an element against what its role asks for.
func (p *tagged) shape(n *node) {
	t := p.t
	inside := map[string]string{"LI": "L", "Lbl": "LI", "LBody": "LI", "TR": "Table", "TH": "TR", "TD": "TR", "TOCI": "TOC", "Reference": "TOCI"}
	if want := inside[n.role]; want != "" && n.parent.role != want {
		t.Errorf("%s within %s", n.role, n.parent.role)
	}
	if slices.Contains([]string{"Sect", "Table", "TOC", "L"}, n.role) {
		p.downwards(n)
	}
	switch n.role {
	case "Figure":
		box := p.get(n.attributes, "BBox").Items
		if len(n.alt) < 12 || len(box) != 4 || len(n.marks) == 0 {
			t.Errorf("a figure has the words %q and the box %v", n.alt, box)
		}
	case "Table":
		head := n.kids[0]
		for i, row := range n.kids {
			if len(row.kids) != len(head.kids) || row.count("TH", "TD") != len(row.kids) {
				t.Errorf("row %d of a table has %d cells, its head %d", i, len(row.kids), len(head.kids))
			}
			if heads := row.count("TH"); i == 0 && heads != len(row.kids) || i > 0 && heads != 1 {
				t.Errorf("row %d of a table has %d head cells of %d", i, heads, len(row.kids))
			}
		}
		if len(n.kids) < 2 {
			t.Error("a table without rows")
		}
	case "TH":
		want := "Row"
		if n.parent.parent.kids[0] == n.parent {
			want = "Column"
		}
		if scope := p.get(n.attributes, "Scope").Text; scope != want {
			t.Errorf("a head cell is for its %q, not its %s", scope, want)
		}
	case "Link":
		if len(n.annotations) != 1 || len(n.marks) == 0 {
			t.Errorf("a link has %d places and %d pieces of text", len(n.annotations), len(n.marks))
		}
	case "P", "H1", "H2", "H3", "Lbl":
		if len(n.marks)+len(n.kids) == 0 {
			t.Errorf("%s is empty", n.role)
		}
	}
	if n.role != "Link" && len(n.annotations) > 0 {
		t.Errorf("a link is part of a %s", n.role)
	}
}
