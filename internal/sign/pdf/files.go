package pdf

import (
	"unicode/utf16"
)

// An Attachment is a file that a PDF carries.
type Attachment struct {
	// Name is its name, untrusted.
	Name string
	// Type is its media type, untrusted; "" when the PDF does not say.
	Type string
	// Data is what it holds.
	Data []byte
}

const (
	// maxFiles is how many files a PDF may carry.
	maxFiles = 1000
	// maxTree is how many nodes a tree of names or pages may have.
	maxTree = 100_000
)

// Attachments returns the files that the PDF carries, in the order of the tree of names, with at most limit bytes
// together. Two files of one name are ErrBroken, because nobody could say which is meant.
func (f *File) Attachments(limit int64) ([]Attachment, error) {
	catalog, err := f.Catalog()
	if err != nil {
		return nil, err
	}
	names, err := f.Lookup(catalog.Value, "Names")
	if err != nil {
		return nil, err
	}
	root, has := names.Get("EmbeddedFiles")
	if !has {
		return nil, nil
	}
	w := &fileWalk{File: f, left: limit, seen: map[string]bool{}}
	err = f.tree(root, "Kids", func(_ int, node Value) error {
		list, err := f.Lookup(node, "Names")
		if err != nil {
			return err
		}
		for i := 1; i < len(list.Items); i += 2 {
			if err := w.add(list.Items[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return w.out, err
}

// tree visits the nodes of a tree whose branches list their children under kids, with their object numbers (0 for a root
// that is no object of its own). A node that is met twice is an error.
func (f *File) tree(root Value, kids string, visit func(n int, node Value) error) error {
	seen := map[int64]bool{}
	var walk func(Value, int) error
	walk = func(ref Value, depth int) error {
		if depth > maxDepth || len(seen) > maxTree {
			return broken("a tree is too deep or too large")
		}
		if ref.Kind == Reference {
			if seen[ref.Int] {
				return broken("a tree meets object %d twice", ref.Int)
			}
			seen[ref.Int] = true
		}
		node, err := f.Resolve(ref)
		if err != nil {
			return err
		}
		if node.Kind != Dict {
			return broken("a tree's node is no dictionary")
		}
		if err := visit(int(ref.Int), node); err != nil {
			return err
		}
		children, err := f.Lookup(node, kids)
		if err != nil {
			return err
		}
		for _, child := range children.Items {
			if child.Kind != Reference {
				return broken("a tree's branch is no reference")
			}
			if err := walk(child, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return walk(root, 0)
}

// Pages returns the object numbers of the pages, in order.
func (f *File) Pages() ([]int, error) {
	catalog, err := f.Catalog()
	if err != nil {
		return nil, err
	}
	root, _ := catalog.Get("Pages")
	var out []int
	collect := func(n int, node Value) error {
		if kind, _ := node.Get("Type"); kind.IsName("Page") {
			out = append(out, n)
		}
		return nil
	}
	if err := f.tree(root, "Kids", collect); err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, broken("it has no pages")
	}
	return out, nil
}

type fileWalk struct {
	*File
	left int64
	seen map[string]bool
	out  []Attachment
}

// add reads one file specification (ISO 32000-1 §7.11.3).
func (w *fileWalk) add(ref Value) error {
	if len(w.out) == maxFiles {
		return broken("it carries more than %d files", maxFiles)
	}
	spec, err := w.Resolve(ref)
	if err != nil {
		return err
	}
	name, err := w.name(spec)
	if err != nil {
		return err
	}
	body, err := w.body(spec)
	if err != nil {
		return err
	}
	if name.Kind != Text || body.Kind != Reference {
		return broken("an embedded file has no name or no bytes")
	}
	o, err := w.Object(int(body.Int))
	if err != nil {
		return err
	}
	data, err := o.Unpack(w.left)
	if err != nil {
		return err
	}
	w.left -= int64(len(data))
	a := Attachment{Name: decodeText(name.Text), Data: data}
	if kind, _ := o.Get("Subtype"); kind.Kind == Name {
		a.Type = kind.Text
	}
	if w.seen[a.Name] {
		return broken("it carries two files named %.80q", a.Name)
	}
	w.seen[a.Name] = true
	w.out = append(w.out, a)
	return nil
}

// name is the one name of a file, whichever key a reader looks at; no text when it has none.
func (w *fileWalk) name(spec Value) (Value, error) {
	plain, err := w.Lookup(spec, "F")
	if err != nil {
		return plain, err
	}
	name, err := w.Lookup(spec, "UF")
	switch {
	case err != nil:
		return name, err
	case name.Kind != Text:
		return plain, nil
	case plain.Kind == Text && decodeText(plain.Text) != decodeText(name.Text):
		return name, broken("an embedded file has two names, %.80q and %.80q", plain.Text, decodeText(name.Text))
	}
	return name, nil
}

// body is the reference to the one stream of a file; none when it has none.
func (w *fileWalk) body(spec Value) (Value, error) {
	embedded, err := w.Lookup(spec, "EF")
	if err != nil {
		return embedded, err
	}
	body, _ := embedded.Get("F")
	if same, has := embedded.Get("UF"); has && (same.Kind != Reference || same.Int != body.Int) {
		return body, broken("an embedded file has two bodies")
	}
	return body, nil
}

// decodeText reads a text string: UTF-16 with its mark, UTF-8 with its mark, or bytes (ISO 32000-2 §7.9.2.2).
func decodeText(text string) string {
	switch {
	case len(text) >= 2 && text[:2] == "\xfe\xff":
		units := make([]uint16, 0, len(text)/2)
		for i := 2; i+1 < len(text); i += 2 {
			units = append(units, uint16(text[i])<<8|uint16(text[i+1]))
		}
		return string(utf16.Decode(units))
	case len(text) >= 3 && text[:3] == "\xef\xbb\xbf":
		return text[3:]
	}
	return text
}
