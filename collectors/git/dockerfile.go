package git

import (
	"regexp"
	"strings"
)

// An instruction is one of a container build file. Source: Dockerfile reference.
type instruction struct {
	name string // upper case
	args string // continued lines joined by a newline, comments taken out
	line int
	// heredocs are the bodies of its here-documents.
	heredocs []body
}

// A body is a here-document's text and the line where it begins.
type body struct {
	text string
	line int
}

var (
	escapeDirective = regexp.MustCompile("(?i)^#[ \t]*escape[ \t]*=[ \t]*([\\\\`])[ \t]*$")
	anyDirective    = regexp.MustCompile(`^#[ \t]*[A-Za-z][A-Za-z0-9]*[ \t]*=`)
	heredocWord     = regexp.MustCompile(`<<(-?)(?:"([^"\s]+)"|'([^'\s]+)'|([A-Za-z0-9_.-]+))`)
)

// parseDockerfile splits a build file into its instructions. There is no text that it refuses: what is no
// instruction comes out as one whose name nobody knows.
func parseDockerfile(text string) []instruction {
	lines := strings.Split(strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "\uFEFF"), "\n")
	escape := escapeOf(lines)
	var out []instruction
	for i := 0; i < len(lines); {
		trimmed := strings.TrimSpace(lines[i])
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			i++
			continue
		}
		first := i
		var args []string
		for ; i < len(lines); i++ {
			line := strings.TrimSpace(lines[i])
			if i > first && (line == "" || strings.HasPrefix(line, "#")) {
				continue // comments and empty lines do not end a continued instruction
			}
			rest, continued := strings.CutSuffix(line, escape)
			args = append(args, rest)
			if !continued {
				i++
				break
			}
		}
		name, rest, _ := cutSpace(strings.Join(args, "\n"))
		in := instruction{name: strings.ToUpper(name), args: strings.TrimSpace(rest), line: first + 1}
		i = in.takeHeredocs(lines, i)
		out = append(out, in)
	}
	return out
}

// escapeOf returns the escape character that a directive at the top sets.
func escapeOf(lines []string) string {
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if m := escapeDirective.FindStringSubmatch(line); m != nil {
			return m[1]
		}
		if !anyDirective.MatchString(line) {
			break
		}
	}
	return `\`
}

func cutSpace(text string) (before, after string, found bool) {
	i := strings.IndexAny(text, " \t\n")
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+1:], true
}

// takeHeredocs takes the bodies that follow an instruction and returns the line after them.
func (in *instruction) takeHeredocs(lines []string, next int) int {
	if in.name != "RUN" && in.name != "COPY" && in.name != "ADD" {
		return next
	}
	for _, m := range heredocWord.FindAllStringSubmatch(in.args, -1) {
		word, from := m[2]+m[3]+m[4], next
		end := -1
		for i := next; i < len(lines); i++ {
			line := strings.TrimSuffix(lines[i], "\r")
			if m[1] != "" {
				line = strings.TrimLeft(line, "\t")
			}
			if line == word {
				end = i
				break
			}
		}
		if end < 0 { // no here-document after all, or the file breaks off: docker build would refuse it
			continue
		}
		in.heredocs = append(in.heredocs, body{text: strings.Join(lines[from:end], "\n"), line: from + 1})
		next = end + 1
	}
	return next
}

// assignments reads the arguments of ENV, ARG and LABEL: NAME=value pairs, or ENV's old form "NAME value".
// Values keep their quotes; a name without a value has set false.
func assignments(args string) []assigned {
	words := splitWords(args)
	if len(words) > 1 && !strings.Contains(words[0], "=") {
		return []assigned{{name: words[0], value: strings.Join(words[1:], " "), set: true}}
	}
	var out []assigned
	for _, word := range words {
		name, value, set := strings.Cut(word, "=")
		out = append(out, assigned{name, value, set})
	}
	return out
}

type assigned struct {
	name, value string
	set         bool
}

// splitWords splits at white space outside of quotes and takes the quotes off.
func splitWords(text string) []string {
	var words []string
	var word strings.Builder
	inWord, quote := false, byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote != 0:
			word.WriteByte(c)
		case (c == '"' || c == '\'') && strings.IndexByte(text[i+1:], c) >= 0:
			quote, inWord = c, true
		case c == ' ' || c == '\t' || c == '\n':
			if inWord {
				words = append(words, word.String())
				word.Reset()
			}
			inWord = false
		case c == '\\' && i+1 < len(text):
			i++
			word.WriteByte(text[i])
			inWord = true
		default:
			word.WriteByte(c)
			inWord = true
		}
	}
	if inWord {
		words = append(words, word.String())
	}
	return words
}
