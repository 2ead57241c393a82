// Package script looks into shell scripts that stand in workflows and container build files. It finds where a
// download is handed to an interpreter unseen, and strikes secrets out of lines that are to be shown.
//
// It reads the grammar of the POSIX shell as far as commands, pipelines, quotes, substitutions and here-documents
// go; it runs nothing and expands nothing.
package script

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Line is a place in a script, counted from 0, and what stands there.
type Line struct {
	Text string
	Line int
}

const (
	// maxScript is how much of a script is read, in bytes.
	maxScript = 256 << 10
	// maxDepth bounds substitutions inside substitutions.
	maxDepth = 12
)

// PipedDownloads returns the commands of a script that pipe a download into a shell or another interpreter,
// or hand it over by substitution, in the order of their lines. Secrets in the texts are struck out.
func PipedDownloads(script string) []Line {
	if len(script) > maxScript {
		script = script[:maxScript]
	}
	script = neutral(script)
	r := &reader{text: script}
	r.script(0, 0)
	lines := strings.Split(script, "\n")
	for i, line := range lines { // PowerShell has a grammar of its own
		if powershell.MatchString(line) {
			r.hits = append(r.hits, i)
		}
	}
	slices.Sort(r.hits)
	var out []Line
	for _, at := range slices.Compact(r.hits) {
		out = append(out, Line{Text: shown(lines, at), Line: at})
	}
	return out
}

var (
	expression = regexp.MustCompile(`(?s)\$\{\{.*?\}\}`)
	powershell = regexp.MustCompile(`(?i)\b(?:iex|invoke-expression)\b.*(?:downloadstring|\biwr\b|\birm\b|invoke-webrequest|invoke-restmethod)|` +
		`(?:downloadstring|\biwr\b|\birm\b|invoke-webrequest|invoke-restmethod)[^;]*\|\s*(?:iex|invoke-expression)\b`)
)

// neutral replaces a workflow's expressions by a word, because their bars and quotes are not the shell's.
func neutral(script string) string {
	return expression.ReplaceAllStringFunc(script, func(text string) string {
		return "EXPRESSION" + strings.Repeat("\n", strings.Count(text, "\n"))
	})
}

// A command is one simple command: its words, and whether a download is among its substitutions.
type command struct {
	words      []string
	line       int
	downloaded bool // a substitution in one of its words fetches something
	downloads  bool // it is itself a download
}

var downloaders = []string{"curl", "wget", "aria2c", "http", "https", "fetch", "lwp-download"}

// interpreters run what they read from their standard input, each with the options after which they do not.
var interpreters = map[string]string{
	"sh": "c", "bash": "c", "zsh": "c", "dash": "c", "ksh": "c", "ash": "c", "fish": "c",
	"python": "cm", "python2": "cm", "python3": "cm", "perl": "enpEM", "ruby": "enp", "node": "ep", "nodejs": "ep", "php": "r", "pwsh": "cf", "deno": "",
}

// wrappers run the command that their arguments name.
var wrappers = []string{"sudo", "doas", "env", "command", "exec", "nohup", "time", "nice", "busybox", "xargs", "tee", "then", "do", "else", "if", "!", "while", "until", "RUN"}

// program returns the name of the program that a command runs and the words after it.
func (c command) program() (string, []string) {
	words := c.words
	for len(words) > 0 {
		word := words[0]
		name := path.Base(word)
		switch {
		case assignment.MatchString(word):
			words = words[1:]
		case slices.Contains(wrappers, name) && name != "tee":
			words = afterOptions(words[1:])
		default:
			return name, words[1:]
		}
	}
	return "", nil
}

var assignment = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*\+?=`)

// afterOptions drops a wrapper's options; those that take a value are sudo's and env's.
func afterOptions(words []string) []string {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		takes := slices.Contains([]string{"-u", "-g", "-C", "-n", "--user", "--group"}, words[0])
		words = words[1:]
		if takes && len(words) > 0 && !interprets(words[0]) {
			words = words[1:]
		}
	}
	return words
}

func interprets(word string) bool {
	_, ok := interpreters[path.Base(word)]
	return ok
}

var (
	redirected  = regexp.MustCompile(`^[0-9]?[<>]`)
	shellOption = regexp.MustCompile(`^(?:[-+]o|-O)$`)
)

// executesInput says whether a command runs what it reads from its standard input.
func (c command) executesInput() bool {
	name, args := c.program()
	closing, known := interpreters[name]
	if !known {
		return false
	}
	shell := closing == "c"
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case arg == "-" || arg == "/dev/stdin" || arg == "--":
			return true
		case redirected.MatchString(arg), strings.HasPrefix(arg, "--"):
		case shell && shellOption.MatchString(arg): // its value follows
			i++
		case strings.HasPrefix(arg, "-"):
			if strings.ContainsAny(arg[1:], closing) {
				return false
			}
			if shell && strings.Contains(arg, "s") {
				return true
			}
		default:
			return false // a script of its own
		}
	}
	return true
}

// runsWords says whether a command runs what its words hold, as in sh -c "$(curl …)" or . <(curl …).
func (c command) runsWords() bool {
	name, _ := c.program()
	return name == "eval" || name == "source" || name == "." || interprets(name)
}

// judge looks at one pipeline.
func (r *reader) judge(pipeline []command) {
	fetched := false
	for _, c := range pipeline {
		if fetched && c.executesInput() || c.downloaded && c.runsWords() {
			r.hits = append(r.hits, pipeline[0].line)
			return
		}
		name, _ := c.program()
		fetched = fetched || slices.Contains(downloaders, name)
	}
}
