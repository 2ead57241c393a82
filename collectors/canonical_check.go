package collectors

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// IsCanonical says whether text is one JSON value in the form that [Canonical] writes. It allocates nothing for
// text without fractions and keys beyond ASCII, so that a reader can afford it for each line.
func IsCanonical(text []byte) bool {
	c := canonicalCheck{text: text}
	end, ok := c.value(0, 0)
	return ok && end == len(text)
}

// maxNesting bounds the recursion; what is nested deeper is brought into form by the decoder, which has a bound of its own.
const maxNesting = 1000

type canonicalCheck struct{ text []byte }

// value checks the value that begins at i and returns where it ends.
func (c *canonicalCheck) value(i, depth int) (end int, ok bool) {
	if i >= len(c.text) || depth > maxNesting {
		return i, false
	}
	switch c.text[i] {
	case '{':
		return c.object(i+1, depth+1)
	case '[':
		return c.array(i+1, depth+1)
	case '"':
		return c.str(i)
	case 't':
		return c.word(i, "true")
	case 'f':
		return c.word(i, "false")
	case 'n':
		return c.word(i, "null")
	}
	return c.number(i)
}

func (c *canonicalCheck) at(i int, b byte) bool { return i < len(c.text) && c.text[i] == b }

func (c *canonicalCheck) word(i int, word string) (int, bool) {
	end := i + len(word)
	return end, end <= len(c.text) && string(c.text[i:end]) == word
}

func (c *canonicalCheck) object(i, depth int) (int, bool) {
	if c.at(i, '}') {
		return i + 1, true
	}
	var last []byte
	for first := true; ; first = false {
		if !c.at(i, '"') {
			return i, false
		}
		end, ok := c.str(i)
		if !ok || !c.at(end, ':') {
			return i, false
		}
		key := c.text[i+1 : end-1]
		if !first && !ascending(last, key) {
			return i, false
		}
		last = key
		if i, ok = c.value(end+1, depth); !ok {
			return i, false
		}
		if c.at(i, '}') {
			return i + 1, true
		}
		if !c.at(i, ',') {
			return i, false
		}
		i++
	}
}

// ascending compares keys as they are written. Where one has an escape or a character beyond ASCII, their texts decide.
func ascending(a, b []byte) bool {
	plain := func(key []byte) bool {
		for _, char := range key {
			if char >= utf8.RuneSelf || char == '\\' {
				return false
			}
		}
		return true
	}
	if plain(a) && plain(b) {
		return bytes.Compare(a, b) < 0
	}
	return lessUTF16(unquoted(a), unquoted(b))
}

// unquoted is the text of a string without its quotes.
func unquoted(raw []byte) string {
	var text string
	if err := json.Unmarshal(append(append([]byte{'"'}, raw...), '"'), &text); err != nil {
		return string(raw)
	}
	return text
}

func (c *canonicalCheck) array(i, depth int) (int, bool) {
	if c.at(i, ']') {
		return i + 1, true
	}
	for {
		var ok bool
		if i, ok = c.value(i, depth); !ok {
			return i, false
		}
		if c.at(i, ']') {
			return i + 1, true
		}
		if !c.at(i, ',') {
			return i, false
		}
		i++
	}
}

// str checks a string with its quotes; the only escapes are those that Canonical writes.
func (c *canonicalCheck) str(i int) (int, bool) {
	beyond := false
	for j := i + 1; j < len(c.text); j++ {
		switch char := c.text[j]; {
		case char == '"':
			return j + 1, !beyond || utf8.Valid(c.text[i:j])
		case char == '\\':
			n := c.escape(j)
			if n == 0 {
				return j, false
			}
			j += n - 1
		case char < 0x20:
			return j, false
		case char >= utf8.RuneSelf:
			beyond = true
		}
	}
	return len(c.text), false
}

// escape is the length of the escape at j, or 0 when Canonical would not write it.
func (c *canonicalCheck) escape(j int) int {
	if j+1 >= len(c.text) {
		return 0
	}
	if bytes.IndexByte([]byte(`"\btnfr`), c.text[j+1]) >= 0 {
		return 2
	}
	if j+6 > len(c.text) || string(c.text[j:j+4]) != `\u00` {
		return 0
	}
	high, low := bytes.IndexByte([]byte("01"), c.text[j+4]), bytes.IndexByte([]byte(hexDigits), c.text[j+5])
	if high < 0 || low < 0 || bytes.IndexByte([]byte("\b\t\n\f\r"), byte(high<<4|low)) >= 0 {
		return 0
	}
	return 6
}

// number takes short integers as they are and asks Canonical about all others.
func (c *canonicalCheck) number(i int) (int, bool) {
	end := i
	for end < len(c.text) && bytes.IndexByte([]byte(",]}"), c.text[end]) < 0 {
		end++
	}
	digits := bytes.TrimPrefix(c.text[i:end], []byte("-"))
	if len(digits) == 0 {
		return i, false
	}
	short := len(digits) <= 15 && (digits[0] != '0' || end == i+1)
	for _, char := range digits {
		short = short && char >= '0' && char <= '9'
	}
	if short {
		return end, true
	}
	again, err := CanonicalJSON(c.text[i:end])
	return end, err == nil && bytes.Equal(again, c.text[i:end])
}

// member is the value of a key of a canonical object, or nil when there is none. It allocates nothing.
func member(object []byte, key string) []byte {
	c := canonicalCheck{text: object}
	for i := 1; c.at(i, '"'); i++ {
		end, ok := c.str(i)
		if !ok || !c.at(end, ':') {
			break
		}
		from := end + 1
		to, ok := c.value(from, 1)
		if !ok {
			break
		}
		if string(object[i+1:end-1]) == key {
			return object[from:to]
		}
		i = to
	}
	return nil
}
