package config

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/engine"
)

// CheckWaiver refuses a waiver that Problems would refuse in a file.
func CheckWaiver(w engine.Waiver, known Known) error {
	e := waiverEntry{Waiver: w}
	var texts []string
	for _, p := range append(e.check(), known.check(e)...) {
		texts = append(texts, p.text)
	}
	if len(texts) == 0 {
		return nil
	}
	return &collectors.UsageError{Err: errors.New(strings.Join(texts, "\n       ")), Hint: waiversHint}
}

// Append returns the text of the file with a waiver at its end; text is what the file was parsed from. What is there
// stays byte for byte where the form of the file allows it; else it is written anew, with its comments and in its order.
// The id must be a new one, and nothing may be wrong with the file.
func (f *WaiversFile) Append(text []byte, w engine.Waiver) ([]byte, error) {
	if err := f.Problems(Known{}); err != nil {
		return nil, err
	}
	if line := f.Line(w.ID); line > 0 {
		return nil, &collectors.UsageError{Err: fmt.Errorf("%s:%d: there is a waiver %q already", f.path, line, w.ID), Hint: "give the new one another id with --id, or change that one in the file"}
	}
	item, err := waiverNode(w)
	if err != nil {
		return nil, err
	}
	want := append(f.Waivers(), w)
	for _, way := range []func([]byte, *yaml.Node) ([]byte, error){appended, rewritten} {
		out, err := way(text, item)
		if err != nil {
			return nil, fmt.Errorf("add to %s: %w", f.path, err)
		}
		after := ParseWaivers(f.path, out)
		if after.Problems(Known{}) == nil && reflect.DeepEqual(after.Waivers(), want) {
			return out, nil
		}
	}
	return nil, &collectors.UsageError{Err: fmt.Errorf("%s has a form to which nothing can be added safely", f.path), Hint: "write the waiver by hand, or begin another file with --file"}
}

// waiverNode is a waiver as an entry of the list, in the style of the examples.
func waiverNode(w engine.Waiver) (*yaml.Node, error) {
	node := &yaml.Node{}
	if err := node.Encode(w); err != nil {
		return nil, err
	}
	each(node, func(key, value *yaml.Node) {
		switch key.Value {
		case "policies":
			value.Style = yaml.FlowStyle
		case "resources":
			for _, scope := range value.Content {
				if scope.Kind == yaml.MappingNode {
					scope.Style = yaml.FlowStyle
				}
			}
		case "granted", "expires":
			value.Tag, value.Style = "!!timestamp", 0 // or it gets quotes
		}
	})
	return node, nil
}

// appended writes the item behind the text, indented as the items before it.
func appended(text []byte, item *yaml.Node) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	lines, err := encoded(&yaml.Node{Kind: yaml.SequenceNode, Content: []*yaml.Node{item}})
	if err != nil {
		return nil, err
	}
	indent, head := "  ", ""
	switch list := waiversNode(&document); {
	case list == nil:
		head = "waivers:\n"
	case list.Kind == yaml.SequenceNode && len(list.Content) > 0:
		indent = strings.Repeat(" ", list.Column-1)
	}
	out := bytes.Clone(text)
	if len(out) > 0 && out[len(out)-1] != '\n' {
		out = append(out, '\n')
	}
	if bytes.Contains(out, []byte("\n\n"+indent+"- ")) && !bytes.HasSuffix(out, []byte("\n\n")) {
		out = append(out, '\n') // they are set apart by blank lines
	}
	out = append(out, head...)
	for _, line := range strings.SplitAfter(strings.TrimSuffix(string(lines), "\n"), "\n") {
		if strings.TrimSpace(line) != "" {
			out = append(out, indent...)
		}
		out = append(out, line...)
	}
	return append(out, '\n'), nil
}

// rewritten puts the item into what was read and writes all of it again.
func rewritten(text []byte, item *yaml.Node) ([]byte, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return nil, err
	}
	list := waiversNode(&document)
	if list == nil {
		return text, nil
	}
	if list.Kind != yaml.SequenceNode {
		*list = yaml.Node{Kind: yaml.SequenceNode, HeadComment: list.HeadComment, LineComment: list.LineComment, FootComment: list.FootComment}
	}
	list.Style &^= yaml.FlowStyle
	list.Content = append(slices.Clone(list.Content), item)
	return encoded(&document)
}

// waiversNode is the value of the key waivers, or nil.
func waiversNode(document *yaml.Node) *yaml.Node {
	var list *yaml.Node
	if len(document.Content) > 0 {
		each(document.Content[0], func(key, value *yaml.Node) {
			if key.Value == "waivers" {
				list = value
			}
		})
	}
	return list
}

func encoded(node *yaml.Node) ([]byte, error) {
	var out bytes.Buffer
	encoder := yaml.NewEncoder(&out)
	encoder.SetIndent(2)
	if err := encoder.Encode(node); err != nil {
		return nil, err
	}
	return out.Bytes(), encoder.Close()
}
