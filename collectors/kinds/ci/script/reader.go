package script

import (
	"regexp"
	"slices"
	"strings"
)

// A reader walks over a script once. Hits are the lines of what it looks for.
type reader struct {
	text  string
	at    int
	line  int
	depth int
	hits  []int
	seen  func(command) // is shown each command, if set

	pipeline []command
	current  command
	word     strings.Builder
	inWord   bool
	heredocs []heredoc
}

// A heredoc is one whose body begins after the line's end.
type heredoc struct {
	end   string
	tabs  bool
	shell bool
}

var heredocStart = regexp.MustCompile(`^<<(-?)[ \t]*(?:'([^'\n]+)'|"([^"\n]+)"|\\?([A-Za-z0-9_.-]+))`)

// script reads commands up to the closing byte, or to the end of the text when it is 0.
func (r *reader) script(closing byte, depth int) {
	r.depth = depth
	for r.at < len(r.text) {
		c := r.text[r.at]
		switch {
		case c == closing && closing != 0:
			r.at++
			r.endPipeline()
			return
		case c == '#' && !r.inWord:
			for r.at < len(r.text) && r.text[r.at] != '\n' {
				r.at++
			}
		case (c == '{' || c == '}') && !r.inWord:
			r.at++
			r.endPipeline()
		case !r.operator(c):
			r.piece()
		}
	}
	r.endPipeline()
}

// operator takes what separates words, commands and pipelines. It says false to anything else.
func (r *reader) operator(c byte) bool {
	switch c {
	case '\n':
		r.endPipeline()
		r.next()
		r.bodies()
	case '|':
		r.at++
		if r.peek('|') {
			r.at++
			r.endPipeline()
			return true
		}
		if r.peek('&') {
			r.at++
		}
		r.endCommand()
	case ';', '(', ')':
		r.at++
		r.endPipeline()
	case '&':
		r.at++
		if r.inWord && strings.HasSuffix(r.word.String(), ">") || r.peek('>') {
			return true // 2>&1, &>file
		}
		r.endPipeline()
	case ' ', '\t', '\r':
		r.at++
		r.endWord()
	default:
		return false
	}
	return true
}

func (r *reader) peek(c byte) bool { return r.at < len(r.text) && r.text[r.at] == c }

// next takes one byte and counts lines.
func (r *reader) next() byte {
	c := r.text[r.at]
	if c == '\n' {
		r.line++
	}
	r.at++
	return c
}

// piece takes one part of a word: a quoted text, a substitution, or a plain byte.
func (r *reader) piece() {
	rest := r.text[r.at:]
	if m := heredocAt(rest); m != nil {
		r.at += len(m[0])
		r.endWord()
		r.heredocs = append(r.heredocs, heredoc{end: m[2] + m[3] + m[4], tabs: m[1] != "", shell: r.current.executesInput()})
		return
	}
	if !r.inWord && len(r.current.words) == 0 {
		r.current.line = r.line
	}
	r.inWord = true
	switch c := rest[0]; {
	case c == '\\':
		r.at++
		if r.at < len(r.text) {
			if next := r.next(); next != '\n' {
				r.word.WriteByte(next)
			} else if r.word.Len() == 0 {
				r.inWord = false
			}
		}
	case c == '\'' && strings.IndexByte(rest[1:], '\'') >= 0:
		r.at++
		for !r.peek('\'') {
			r.word.WriteByte(r.next())
		}
		r.at++
	case c == '"' && strings.IndexByte(rest[1:], '"') >= 0:
		r.at++
		r.quoted()
	case strings.HasPrefix(rest, "$("), strings.HasPrefix(rest, "<("):
		r.at += 2
		r.substitution(')')
	case c == '`':
		r.at++
		r.substitution('`')
	default:
		r.word.WriteByte(r.next())
	}
}

// quoted takes the rest of a text in double quotes.
func (r *reader) quoted() {
	for r.at < len(r.text) {
		switch rest := r.text[r.at:]; {
		case rest[0] == '"':
			r.at++
			return
		case rest[0] == '\\' && len(rest) > 1:
			r.at++
			r.word.WriteByte(r.next())
		case strings.HasPrefix(rest, "$("):
			r.at += 2
			r.substitution(')')
		case rest[0] == '`':
			r.at++
			r.substitution('`')
		default:
			r.word.WriteByte(r.next())
		}
	}
}

// substitution reads the script in a substitution and notes whether it downloads.
func (r *reader) substitution(closing byte) {
	if r.depth >= maxDepth {
		return
	}
	inner := &reader{text: r.text, at: r.at, line: r.line, seen: r.seen}
	inner.script(closing, r.depth+1)
	r.at, r.line = inner.at, inner.line
	r.hits = append(r.hits, inner.hits...)
	r.current.downloaded = r.current.downloaded || inner.current.downloads
	r.word.WriteString("SUBSTITUTION")
}

func (r *reader) endWord() {
	if r.inWord {
		r.current.words = append(r.current.words, r.word.String())
		r.word.Reset()
		r.inWord = false
	}
}

func (r *reader) endCommand() {
	r.endWord()
	if len(r.current.words) > 0 {
		r.pipeline = append(r.pipeline, r.current)
	}
	r.current = command{downloads: r.current.downloads}
}

// endPipeline judges what was read since the last one. Whether anything was downloaded stays in current, for
// the substitution around.
func (r *reader) endPipeline() {
	r.endCommand()
	for _, c := range r.pipeline {
		if r.seen != nil {
			r.seen(c)
		}
		if name, _ := c.program(); slices.Contains(downloaders, name) {
			r.current.downloads = true
		}
	}
	r.judge(r.pipeline)
	r.pipeline = r.pipeline[:0]
}

// bodies takes the here-documents that begin at this line. One that feeds a shell is a script itself.
func (r *reader) bodies() {
	for _, doc := range r.heredocs {
		first, from := r.line, r.at
		end := r.at
		for r.at < len(r.text) {
			line, _, _ := strings.Cut(r.text[r.at:], "\n")
			r.at = min(r.at+len(line)+1, len(r.text))
			r.line++
			if doc.tabs {
				line = strings.TrimLeft(line, "\t")
			}
			if strings.TrimRight(line, "\r") == doc.end {
				break
			}
			end = r.at
		}
		if doc.shell && r.depth < maxDepth {
			inner := &reader{text: r.text[from:end], line: first, seen: r.seen}
			inner.script(0, r.depth+1)
			r.hits = append(r.hits, inner.hits...)
		}
	}
	r.heredocs = nil
}

// heredocAt matches the start of a here-document; "<<<" is none.
func heredocAt(rest string) []string {
	if !strings.HasPrefix(rest, "<<") || strings.HasPrefix(rest, "<<<") {
		return nil
	}
	return heredocStart.FindStringSubmatch(rest)
}
