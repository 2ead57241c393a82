package terraform

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"

	tfjson "github.com/hashicorp/terraform-json"
)

// A value is an attribute of an instance, or what is below one. The zero value is absent.
type value struct {
	of                 *instance
	is                 any
	unknown, sensitive any
	// config says how the configuration sets it; block is that of a block, nil where the configuration shows none.
	config *tfjson.Expression
	block  map[string]*tfjson.Expression
	name   string // of the attribute at the top
	// hidden says that the configuration does not show the block in which it stands, so that it may be set by what is not shown.
	hidden bool
}

// whole is the value of all attributes.
func (i *instance) whole() value {
	v := value{of: i, is: i.after, unknown: i.unknown, sensitive: i.sensitive}
	if i.config != nil {
		v.block = i.config.Expressions
		if v.block == nil {
			v.block = map[string]*tfjson.Expression{}
		}
	}
	return v
}

// at follows names and indexes.
func (i *instance) at(path ...any) value { return i.whole().at(path...) }

func (v value) at(path ...any) value {
	for _, element := range path {
		v = v.step(element)
	}
	return v
}

func (v value) step(element any) value {
	out := value{of: v.of, name: v.name, is: child(v.is, element), unknown: flagBelow(v.unknown, element), sensitive: flagBelow(v.sensitive, element)}
	switch element := element.(type) {
	case string:
		if out.name == "" {
			out.name = element
		}
		out.hidden = v.block == nil
		if v.block != nil {
			out.config = v.block[element]
		}
	case int:
		if v.config != nil && v.config.ExpressionData != nil && element < len(v.config.NestedBlocks) && len(v.config.NestedBlocks) == v.count() {
			out.block = v.config.NestedBlocks[element]
		}
	}
	return out
}

func child(is, element any) any {
	switch element := element.(type) {
	case string:
		if object, ok := is.(map[string]any); ok {
			return object[element]
		}
	case int:
		if list, ok := is.([]any); ok && element < len(list) {
			return list[element]
		}
	}
	return nil
}

// flagBelow goes down in after_unknown and its like: true holds for all below.
func flagBelow(flag, element any) any {
	if flag == true {
		return true
	}
	return child(flag, element)
}

// count is the length of a list.
func (v value) count() int {
	list, _ := v.is.([]any)
	return len(list)
}

// items are the elements of a list, none of what is no list.
func (v value) items() []value {
	out := make([]value, v.count())
	for i := range out {
		out[i] = v.at(i)
	}
	return out
}

// secret says that it, or something below it, is marked as sensitive.
func (v value) secret() bool { return marked(v.sensitive) }

// open says that it, or something below it, is known only after the plan is applied.
func (v value) open() bool { return marked(v.unknown) }

// null says that it is known to be absent.
func (v value) null() bool { return v.is == nil && !v.open() && !v.secret() }

// unset says that nobody set it and the thing is new, so that the provider's default holds. It is for attributes that cannot be
// written as blocks; see unmade for the others.
func (v value) unset() bool {
	return v.of == nil || v.null() || v.filled() && v.of.config != nil && v.config == nil && !v.hidden
}

// unmade says of an attribute that is written as blocks that the configuration makes none and the thing is new. That is said only
// where it is certain: see dynamic.go.
func (v value) unmade() bool {
	return v.of == nil || v.null() || v.filled() && v.config == nil && v.of.blockless(v.name)
}

// made is the blocks of an attribute, or nothing where there are none.
func (v value) made() value {
	if v.unmade() {
		return value{}
	}
	return v
}

// filled says that it is open as a whole and the thing is new, as where the provider fills in what nobody set.
func (v value) filled() bool { return v.unknown == true && !v.of.exists() && !v.secret() }

func marked(flag any) bool {
	switch flag := flag.(type) {
	case bool:
		return flag
	case []any:
		for _, f := range flag {
			if marked(f) {
				return true
			}
		}
	case map[string]any:
		for _, f := range flag {
			if marked(f) {
				return true
			}
		}
	}
	return false
}

// text is a text that is known and not secret.
func (v value) text() (string, bool) {
	if v.open() || v.secret() {
		return "", false
	}
	s, ok := v.is.(string)
	return s, ok
}

func (v value) boolean() (is, ok bool) {
	if v.open() || v.secret() {
		return false, false
	}
	switch b := v.is.(type) {
	case bool:
		return b, true
	case string: // some providers write booleans as texts
		is, err := strconv.ParseBool(b)
		return is, err == nil
	}
	return false, false
}

func (v value) number() (int, bool) {
	if v.open() || v.secret() {
		return 0, false
	}
	switch n := v.is.(type) {
	case json.Number:
		is, err := strconv.Atoi(n.String())
		return is, err == nil
	case string:
		is, err := strconv.Atoi(n)
		return is, err == nil
	}
	return 0, false
}

// references are those of the expression that sets the value.
func (v value) references() []string {
	if v.config == nil || v.config.ExpressionData == nil {
		return nil
	}
	return v.config.References
}

// decodeAny reads JSON with its numbers exact; nothing is nil.
func decodeAny(raw json.RawMessage) (any, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var out any
	if err := decoder.Decode(&out); err != nil {
		return nil, err
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("more than one JSON value")
	}
	return out, nil
}
