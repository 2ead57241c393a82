package reports

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Values are shown as people write them down, "name: value", and not as JSON.

// deepest is how deep a value is taken apart; what lies deeper stays JSON.
const deepest = 4

// value is a fact in words: on one line, or, where it holds objects, as the lines of them.
func value(raw json.RawMessage) (line string, items []factLine) {
	raw = bytes.TrimSpace(raw)
	var objects []json.RawMessage
	if isObject(raw) {
		objects = append(objects, raw)
	} else if json.Unmarshal(raw, &objects) != nil {
		return inline(raw, 0), nil
	}
	if !slices.ContainsFunc(objects, isObject) || inline(raw, 0) == none {
		return inline(raw, 0), nil
	}
	for i, o := range objects {
		if i == evidenceItems && len(objects) > i+1 { // to leave out one is no shorter than to show it
			items = append(items, factLine{text: fmt.Sprintf("%d of %s shown; the rest is in findings.json", i, grouped(len(objects)))})
			break
		}
		items = append(items, factLine{partly(inline(o, 0), evidenceBytes), true})
	}
	return "", items
}

func isObject(raw json.RawMessage) bool { return bytes.HasPrefix(raw, []byte("{")) }

// none is what an empty value is called.
const none = "none"

// inline is a value on one line. A value of its own, and one in a list of its own, is quoted when it is a text, so that "0" and 0
// are told apart; within an object only where it would be taken for something else.
func inline(raw json.RawMessage, depth int) string {
	text := compact(raw)
	if text == "null" || text == "[]" || text == "{}" {
		return none
	}
	if !json.Valid(raw) || depth > deepest {
		return text
	}
	switch text[0] {
	case '[':
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return text
		}
		parts := make([]string, len(list))
		for i, one := range list {
			parts[i] = within(one, depth)
		}
		return strings.Join(parts, ", ")
	case '{':
		if fields, ok := fieldsOf(raw, depth); ok {
			return fields
		}
	}
	return text
}

// within is a value in a list: one of several values is held together by brackets.
func within(raw json.RawMessage, depth int) string {
	text := inline(raw, depth+1)
	if depth > 0 {
		text = braced(raw, text)
	}
	if raw[0] == '[' && text != none {
		return "[" + text + "]"
	}
	if depth > 0 {
		return bare(text)
	}
	return text
}

// braced holds the fields of an object together that is part of something.
func braced(raw json.RawMessage, text string) string {
	if isObject(raw) && text != none && !strings.HasPrefix(text, "{") {
		return "{" + text + "}"
	}
	return text
}

// fieldsOf lists an object's fields in their order.
func fieldsOf(raw json.RawMessage, depth int) (text string, ok bool) {
	decoder := json.NewDecoder(bytes.NewReader(raw))
	if _, err := decoder.Token(); err != nil {
		return "", false
	}
	var parts []string
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return "", false
		}
		var field json.RawMessage
		if decoder.Decode(&field) != nil {
			return "", false
		}
		text := braced(field, bare(inline(field, depth+1)))
		parts = append(parts, fmt.Sprintf("%s: %s", name, text))
	}
	return strings.Join(parts, "; "), true
}

// bare is a quoted text without its quotes where nothing is lost by that.
func bare(text string) string {
	var plain string
	if len(text) < 3 || text[0] != '"' || json.Unmarshal([]byte(text), &plain) != nil {
		return text
	}
	doubtful := plain == none || plain == "null" || plain == "true" || plain == "false" || plain != folded(plain) || strings.ContainsAny(plain, `"\{}`) || strings.Contains(plain, "; ")
	if _, err := strconv.ParseFloat(plain, 64); err == nil || doubtful {
		return text
	}
	for _, r := range plain {
		if !strconv.IsPrint(r) {
			return text
		}
	}
	return plain
}
