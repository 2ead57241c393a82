package script

import (
	"regexp"
	"slices"
	"strings"
)

// A Command is a command of a script that is to be shown, with its kind; see [Commands]. Lines count from 0.
type Command struct {
	Kind string
	Text string
	Line int
}

// Commands returns the commands of a script of these kinds, in the order of their lines: "unpinned_tool",
// "environment_file", "set_command", "unverified_transfer", "artifact_download", "merge" and "publish". What they mean
// stands at ci.Command. Secrets in the texts are struck out.
func Commands(script string) []Command {
	if len(script) > maxScript {
		script = script[:maxScript]
	}
	script = neutral(script)
	r := &reader{text: script}
	var found []Command
	seen := map[Command]bool{}
	r.seen = func(c command) {
		for _, kind := range kindsOf(c) {
			at := Command{Kind: kind, Line: c.line}
			if !seen[at] {
				seen[at] = true
				found = append(found, at)
			}
		}
	}
	r.script(0, 0)
	lines := strings.Split(script, "\n")
	for i := range found {
		found[i].Text = shown(lines, found[i].Line)
	}
	slices.SortStableFunc(found, func(a, b Command) int { return a.Line - b.Line })
	return found
}

// shown returns a line with those that continue it.
func shown(lines []string, at int) string {
	if at >= len(lines) {
		return ""
	}
	text := lines[at]
	for next := at + 1; strings.HasSuffix(text, `\`) && next < len(lines); next++ {
		text = strings.TrimSuffix(text, `\`) + strings.TrimSpace(lines[next])
	}
	return Redact(strings.TrimSpace(text))
}

// kindsOf returns what a command is, all that holds.
func kindsOf(c command) []string {
	name, args := c.program()
	var out []string
	note := func(kind string, holds bool) {
		if holds {
			out = append(out, kind)
		}
	}
	note("unpinned_tool", unpinned(name, args))
	note("environment_file", writesEnvironment(c.words))
	note("set_command", slices.ContainsFunc(c.words, func(word string) bool {
		return strings.HasPrefix(word, "::set-env ") || strings.HasPrefix(word, "::add-path::") || strings.HasPrefix(word, "::set-env::")
	}) || len(c.words) > 1 && slices.Contains(c.words[1:], "::set-env"))
	note("unverified_transfer", unverified(name, args))
	note("artifact_download", begins(name, args, "gh", "run", "download"))
	note("merge", begins(name, args, "gh", "pr", "merge") || begins(name, args, "gh", "pr", "review") && (slices.Contains(args, "--approve") || slices.Contains(args, "-a")))
	note("publish", publishes(name, args))
	return out
}

// begins says whether a command is a program with these words before its options.
func begins(name string, args []string, words ...string) bool {
	if name != words[0] {
		return false
	}
	var plain []string
	for _, arg := range args {
		if !strings.HasPrefix(arg, "-") {
			plain = append(plain, arg)
		}
	}
	return len(plain) >= len(words)-1 && slices.Equal(plain[:len(words)-1], words[1:])
}

func publishes(name string, args []string) bool {
	if slices.Contains(args, "--dry-run") {
		return false
	}
	for _, words := range [][]string{{"npm", "publish"}, {"pnpm", "publish"}, {"yarn", "publish"}, {"yarn", "npm", "publish"}, {"twine", "upload"},
		{"python", "twine", "upload"}, {"python3", "twine", "upload"}, {"cargo", "publish"}, {"gem", "push"}, {"poetry", "publish"}, {"uv", "publish"}} {
		if begins(name, args, words...) {
			return true
		}
	}
	return false
}

// unverified says whether a program is told not to look whom it talks to.
func unverified(name string, args []string) bool {
	has := func(words ...string) bool {
		return slices.ContainsFunc(args, func(arg string) bool { return slices.Contains(words, arg) })
	}
	switch name {
	case "curl":
		return has("--insecure") || slices.ContainsFunc(args, func(arg string) bool { return shortOption.MatchString(arg) && strings.Contains(arg, "k") })
	case "wget":
		return has("--no-check-certificate")
	case "git":
		return slices.ContainsFunc(args, func(arg string) bool { return strings.EqualFold(arg, "http.sslverify=false") }) ||
			has("http.sslVerify", "http.sslverify") && has("false")
	case "npm", "yarn", "pnpm":
		return has("strict-ssl") && has("false") || has("--strict-ssl=false", "strict-ssl=false")
	case "pip", "pip3":
		return slices.ContainsFunc(args, func(arg string) bool { return strings.HasPrefix(arg, "--trusted-host") })
	case "ssh", "scp", "sftp", "rsync":
		return slices.ContainsFunc(args, func(arg string) bool { return strings.Contains(strings.ToLower(arg), "stricthostkeychecking=no") })
	}
	return false
}

// shortOption matches curl's options in one word, as far as none before k takes a value.
var shortOption = regexp.MustCompile(`^-[a-zBGIJLMNOPRSVZ#0-9]*k[a-zA-Z]*$`)

var environmentFile = regexp.MustCompile(`^"?\$(?:\{|env:|\{env:)?GITHUB_(?:ENV|PATH)\}?"?$`)

// writesEnvironment says whether a command writes to the files by which a step sets variables or the search path of
// later ones, and what it writes is not a text that stands in the script.
func writesEnvironment(words []string) bool {
	writes, fixed := false, len(words) > 0 && (words[0] == "echo" || words[0] == "printf")
	for i, word := range words {
		name := strings.TrimLeft(word, "0123456789>")
		switch {
		case environmentFile.MatchString(name) && name != word, environmentFile.MatchString(word) && i > 0 && writesNext(words[i-1]):
			writes = true
		case environmentFile.MatchString(word) && writesTo(words[0]):
			writes, fixed = true, false
		case strings.Contains(word, "$"), strings.Contains(word, "SUBSTITUTION"), strings.Contains(word, "EXPRESSION"):
			fixed = false
		}
	}
	return writes && !fixed
}

func writesNext(word string) bool { return strings.HasSuffix(word, ">") }

// writesTo says whether a program writes its input to the file that its words name.
func writesTo(name string) bool {
	return slices.Contains([]string{"tee", "sponge", "out-file", "add-content", "set-content"}, strings.ToLower(name))
}
