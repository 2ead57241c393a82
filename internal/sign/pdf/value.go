package pdf

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strconv"
)

// A Kind is a kind of value (ISO 32000-1 §7.3).
type Kind uint8

// The kinds. Null is the zero value.
const (
	Null Kind = iota
	Boolean
	Integer
	Real
	Name
	Text
	Array
	Dict
	Reference
)

// A Value is a value with its place in the file.
type Value struct {
	Kind Kind
	// Hex says that a Text was written in hexadecimal.
	Hex bool
	// From and To are the bytes that the value was read from.
	From, To int
	// Int is an Integer's number, a Boolean's 1 or 0, or the object number of a Reference.
	Int int64
	// Text is a Name without its slash, the bytes of a Text, or a Real as it was written.
	Text string
	// Items are the values of an Array, and those of a Dict in the order of Keys.
	Items []Value
	// Keys are the keys of a Dict, without their slashes, each once.
	Keys []string
}

// Get returns the value of a key of a Dict.
func (v Value) Get(key string) (Value, bool) {
	if i := slices.Index(v.Keys, key); i >= 0 && v.Kind == Dict {
		return v.Items[i], true
	}
	return Value{}, false
}

// IsName says whether the value is that name.
func (v Value) IsName(name string) bool { return v.Kind == Name && v.Text == name }

// A parser reads values; data ends where it must stop.
type parser struct {
	data   []byte
	at     int
	budget *int
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

func isDelimiter(c byte) bool { return bytes.IndexByte([]byte("()<>[]{}/%"), c) >= 0 }

// space skips white space and comments.
func (p *parser) space() {
	for p.at < len(p.data) {
		switch c := p.data[p.at]; {
		case isSpace(c):
			p.at++
		case c == '%':
			for p.at < len(p.data) && p.data[p.at] != '\n' && p.data[p.at] != '\r' {
				p.at++
			}
		default:
			return
		}
	}
}

// word returns the regular characters that come next, without moving.
func (p *parser) word() []byte {
	end := p.at
	for end < len(p.data) && !isSpace(p.data[end]) && !isDelimiter(p.data[end]) {
		end++
	}
	return p.data[p.at:end]
}

// keyword skips space and the keyword, if it comes next.
func (p *parser) keyword(word string) bool {
	before := p.at
	p.space()
	if string(p.word()) == word {
		p.at += len(word)
		return true
	}
	p.at = before
	return false
}

func (p *parser) value(depth int) (Value, error) {
	p.space()
	if *p.budget--; *p.budget < 0 {
		return Value{}, broken("it holds more than %d values", maxValues)
	}
	if depth > maxDepth {
		return Value{}, broken("values nest deeper than %d", maxDepth)
	}
	if p.at >= len(p.data) {
		return Value{}, broken("it ends within a value")
	}
	v := Value{From: p.at}
	var err error
	switch c := p.data[p.at]; {
	case c == '<' && bytes.HasPrefix(p.data[p.at:], []byte("<<")):
		err = p.dict(&v, depth)
	case c == '<':
		err = p.hex(&v)
	case c == '(':
		err = p.literal(&v)
	case c == '[':
		err = p.array(&v, depth)
	case c == '/':
		v.Kind = Name
		v.Text, err = p.name()
	case isDelimiter(c):
		err = broken("a stray %q at byte %d", c, p.at)
	default:
		err = p.plain(&v)
	}
	v.To = p.at
	return v, err
}

// plain reads numbers, references, true, false and null.
func (p *parser) plain(v *Value) error {
	word := p.word()
	switch string(word) {
	case "true":
		v.Kind, v.Int = Boolean, 1
	case "false":
		v.Kind = Boolean
	case "null":
		v.Kind = Null
	default:
		return p.number(v, word)
	}
	p.at += len(word)
	return nil
}

func (p *parser) number(v *Value, word []byte) error {
	from := p.at
	if len(word) > 20 {
		return broken("no value at byte %d", from)
	}
	p.at += len(word)
	if n, err := strconv.ParseInt(string(word), 10, 64); err == nil {
		v.Kind, v.Int = Integer, n
		if n > 0 && n <= maxValues && word[0] != '+' {
			p.reference(v)
		}
		return nil
	}
	for i, c := range word {
		if (c < '0' || c > '9') && c != '.' && (i > 0 || c != '-' && c != '+') || bytes.Count(word, []byte(".")) != 1 || len(word) < 2 {
			return broken("no value at byte %d", from)
		}
	}
	v.Kind, v.Text = Real, string(word)
	return nil
}

// reference turns the integer that was read into a reference, if "0 R" follows.
func (p *parser) reference(v *Value) {
	after := p.at
	p.space()
	if string(p.word()) == "0" {
		p.at++
		if p.keyword("R") {
			v.Kind = Reference
			return
		}
	}
	p.at = after
}

func (p *parser) name() (string, error) {
	p.at++
	word := p.word()
	p.at += len(word)
	if bytes.IndexByte(word, '#') < 0 {
		return string(word), nil
	}
	var out []byte
	for i := 0; i < len(word); i++ {
		if word[i] != '#' {
			out = append(out, word[i])
			continue
		}
		if i+2 >= len(word) {
			return "", broken("a name's escape at byte %d", p.at)
		}
		c, err := hex.DecodeString(string(word[i+1 : i+3]))
		if err != nil {
			return "", broken("a name's escape at byte %d", p.at)
		}
		out = append(out, c...)
		i += 2
	}
	return string(out), nil
}

func (p *parser) hex(v *Value) error {
	end := bytes.IndexByte(p.data[p.at:], '>')
	if end < 0 {
		return broken("a string without an end at byte %d", p.at)
	}
	digits := p.data[p.at+1 : p.at+end]
	if bytes.ContainsAny(digits, " \n\r\t\f\x00") {
		digits = bytes.Join(bytes.FieldsFunc(digits, func(r rune) bool { return r < 128 && isSpace(byte(r)) }), nil)
	}
	if len(digits)%2 == 1 {
		digits = append(slices.Clone(digits), '0')
	}
	out := make([]byte, len(digits)/2)
	if _, err := hex.Decode(out, digits); err != nil {
		return broken("a string's digits at byte %d", p.at)
	}
	p.at += end + 1
	v.Kind, v.Hex, v.Text = Text, true, string(out)
	return nil
}

var escapes = map[byte]byte{'n': '\n', 'r': '\r', 't': '\t', 'b': '\b', 'f': '\f', '(': '(', ')': ')', '\\': '\\'}

func (p *parser) literal(v *Value) error {
	from, open := p.at, 1
	var out []byte
	for p.at++; p.at < len(p.data); p.at++ {
		switch c := p.data[p.at]; c {
		case '\\':
			p.at++
			out = p.escape(out)
			continue
		case '(':
			open++
		case ')':
			open--
		}
		if open == 0 {
			p.at++
			v.Kind, v.Text = Text, string(out)
			return nil
		}
		out = append(out, p.data[p.at])
	}
	return broken("a string without an end at byte %d", from)
}

// escape reads what follows a backslash, and leaves at on its last byte.
func (p *parser) escape(out []byte) []byte {
	if p.at >= len(p.data) {
		return out
	}
	c := p.data[p.at]
	if plain, known := escapes[c]; known {
		return append(out, plain)
	}
	switch {
	case c == '\n':
		return out
	case c == '\r':
		if p.at+1 < len(p.data) && p.data[p.at+1] == '\n' {
			p.at++
		}
		return out
	case c < '0' || c > '7':
		return append(out, c)
	}
	n := 0
	for i := 0; i < 3 && p.at < len(p.data) && p.data[p.at] >= '0' && p.data[p.at] <= '7'; i++ {
		n = n*8 + int(p.data[p.at]-'0')
		p.at++
	}
	p.at--
	return append(out, byte(n))
}

func (p *parser) array(v *Value, depth int) error {
	v.Kind = Array
	for p.at++; ; {
		p.space()
		if p.at < len(p.data) && p.data[p.at] == ']' {
			p.at++
			return nil
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		v.Items = append(v.Items, item)
	}
}

// maxKeys is how many keys a dictionary may have; a report's largest, of its fonts and images, have less than 100.
const maxKeys = 500

func (p *parser) dict(v *Value, depth int) error {
	v.Kind = Dict
	for p.at += 2; ; {
		p.space()
		if bytes.HasPrefix(p.data[p.at:], []byte(">>")) {
			p.at += 2
			return nil
		}
		if p.at >= len(p.data) || p.data[p.at] != '/' {
			return broken("a dictionary's key at byte %d", p.at)
		}
		key, err := p.name()
		if err != nil {
			return err
		}
		if slices.Contains(v.Keys, key) {
			return broken("the key /%.40s stands twice in one dictionary", key)
		}
		item, err := p.value(depth + 1)
		if err != nil {
			return err
		}
		if len(v.Keys) == maxKeys {
			return broken("a dictionary has more than %d keys", maxKeys)
		}
		v.Keys, v.Items = append(v.Keys, key), append(v.Items, item)
	}
}
