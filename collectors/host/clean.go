package host

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assize/assize/collectors"
)

// unreadable stands for each byte or character that is no text.
const unreadable = '\uFFFD'

// clean replaces what is no text: invalid UTF-8 and control characters other than tab and line end. It says
// whether there was any.
func clean(text string) (string, bool) {
	if printable(text) {
		return text, false
	}
	marred := false
	var b strings.Builder
	b.Grow(len(text))
	for i, r := range text {
		if r == unreadable {
			if _, width := utf8.DecodeRuneInString(text[i:]); width == 1 {
				marred = true
			}
		} else if unicode.IsControl(r) && r != '\n' && r != '\t' {
			if r == '\r' && i+1 < len(text) && text[i+1] == '\n' {
				continue // a foreign line end
			}
			marred, r = true, unreadable
		}
		b.WriteRune(r)
	}
	return b.String(), marred
}

// printable says whether a text is plain ASCII without control characters, as most are.
func printable(text string) bool {
	for i := range len(text) {
		b := text[i]
		if b >= utf8.RuneSelf || b < ' ' && b != '\n' && b != '\t' || b == 0x7f {
			return false
		}
	}
	return true
}

// tidy returns a copy of facts whose texts hold no control character (tabs and line ends become a space), and
// the paths of those that hold something that was no text: they are not what the target said.
func tidy(facts any) (any, []collectors.Path) {
	t := &tidier{}
	copied := t.walk(reflect.ValueOf(facts), nil, nil)
	return copied.Interface(), t.marred
}

type tidier struct{ marred []collectors.Path }

// walk copies v, which is at path; gap is the path to name when v holds no text (a list as a whole).
func (t *tidier) walk(v reflect.Value, path, gap collectors.Path) reflect.Value {
	out := reflect.New(v.Type()).Elem()
	at := path
	if gap != nil {
		at = gap
	}
	switch v.Kind() {
	case reflect.String:
		out.SetString(t.text(v.String(), at))
	case reflect.Pointer:
		if !v.IsNil() {
			out.Set(reflect.New(v.Type().Elem()))
			out.Elem().Set(t.walk(v.Elem(), path, gap))
		}
	case reflect.Interface:
		if !v.IsNil() {
			out.Set(t.walk(v.Elem(), path, gap))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			out.Field(i).Set(t.walk(v.Field(i), below(path, name), gap))
		}
	case reflect.Slice:
		out.Set(reflect.MakeSlice(v.Type(), v.Len(), v.Len()))
		for i := range v.Len() {
			out.Index(i).Set(t.walk(v.Index(i), nil, at))
		}
	case reflect.Map:
		out.Set(reflect.MakeMapWithSize(v.Type(), v.Len()))
		for _, key := range v.MapKeys() {
			name := flat(key.String())
			entry := below(path, name)
			if gap == nil && strings.ContainsRune(name, unreadable) {
				t.mar(entry)
			}
			out.SetMapIndex(reflect.ValueOf(name), t.walk(v.MapIndex(key), entry, gap))
		}
	default:
		out.Set(v)
	}
	return out
}

func below(path collectors.Path, name string) collectors.Path {
	return append(slices.Clone(path), name)
}

func (t *tidier) text(text string, at collectors.Path) string {
	if strings.ContainsRune(text, unreadable) {
		t.mar(at)
	}
	return flat(text)
}

// mar notes a path once; what lies below a noted one is noted already.
func (t *tidier) mar(at collectors.Path) {
	for _, noted := range t.marred {
		if at.HasPrefix(noted) {
			return
		}
	}
	t.marred = append(t.marred, at)
}

// flat makes one line of a text.
func flat(text string) string {
	if !strings.ContainsFunc(text, unicode.IsControl) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r):
			return unreadable
		}
		return r
	}, text)
}
