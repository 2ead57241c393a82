package script

import (
	"regexp"
	"slices"
	"strings"
)

// An installer is how one program installs others: the words that make it do so, and what a word must look like to say
// which version it means. Values are its options that take a value.
type installer struct {
	program string
	words   []string
	only    []string // one of these options must be there
	not     []string // none of these may be there: they name a file with the versions
	pinned  *regexp.Regexp
	values  []string
}

var (
	exactPython = regexp.MustCompile(`===?|@|^git\+.*@[0-9a-f]{40}|\.whl$|\.tar\.gz$|^[./~]|^$|[/\\]|^\$|EXPRESSION|SUBSTITUTION`)
	exactNode   = regexp.MustCompile(`^.+@v?[0-9]|^[./~]|\.tgz$|^\$|@\$|@?EXPRESSION|SUBSTITUTION|#[0-9a-f]{40}$`)
	exactGo     = regexp.MustCompile(`@v[0-9]|@[0-9a-f]{7,40}$|@\$|^\.|@EXPRESSION|@SUBSTITUTION`)
	exactCargo  = regexp.MustCompile(`@=?[0-9]|@\$|EXPRESSION|SUBSTITUTION|^\$`)
	exactGem    = regexp.MustCompile(`:[0-9]|\.gem$|^\$|EXPRESSION|SUBSTITUTION`)
)

var pipFiles = []string{"-r", "--requirement", "-e", "--editable", "-c", "--constraint", "--require-hashes", "--group"}

// installers are by program. Sources: the manuals of pip, pipx, uv, npm, pnpm, yarn, go, cargo and gem.
var installers = [...]installer{
	{program: "pip", words: []string{"install"}, not: pipFiles, pinned: exactPython, values: []string{"-i", "--index-url", "--extra-index-url", "-t", "--target", "--prefix", "-f", "--find-links", "--python", "--trusted-host"}},
	{program: "pip3", words: []string{"install"}, not: pipFiles, pinned: exactPython, values: []string{"-i", "--index-url", "--extra-index-url", "-t", "--target", "--prefix", "-f", "--find-links", "--python", "--trusted-host"}},
	{program: "pipx", words: []string{"install"}, pinned: exactPython, values: []string{"--python", "--pip-args", "--suffix"}},
	{program: "uv", words: []string{"tool", "install"}, pinned: exactPython, values: []string{"--python", "-p", "--with"}},
	{program: "uv", words: []string{"pip", "install"}, not: pipFiles, pinned: exactPython, values: []string{"--python", "-p", "--index-url"}},
	{program: "npm", words: []string{"install"}, only: []string{"-g", "--global", "--location=global"}, pinned: exactNode, values: []string{"--registry", "--prefix"}},
	{program: "npm", words: []string{"i"}, only: []string{"-g", "--global", "--location=global"}, pinned: exactNode, values: []string{"--registry", "--prefix"}},
	{program: "pnpm", words: []string{"add"}, only: []string{"-g", "--global"}, pinned: exactNode},
	{program: "yarn", words: []string{"global", "add"}, pinned: exactNode},
	{program: "go", words: []string{"install"}, pinned: exactGo, values: []string{"-ldflags", "-tags", "-mod", "-modfile", "-o"}},
	{program: "go", words: []string{"run"}, pinned: exactGo, values: []string{"-ldflags", "-tags", "-mod", "-modfile", "-exec"}},
	{program: "cargo", words: []string{"install"}, not: []string{"--version", "--vers", "--path", "--rev", "--tag", "--git"}, pinned: exactCargo, values: []string{"--root", "--features", "--target", "--profile", "--bin", "-F", "-j", "--index", "--registry"}},
	{program: "gem", words: []string{"install"}, not: []string{"-v", "--version", "-g", "--file"}, pinned: exactGem, values: []string{"-i", "--install-dir", "-n", "--bindir", "-s", "--source"}},
}

// unpinned says whether a command installs something without saying which version.
func unpinned(name string, args []string) bool {
	if (name == "python" || name == "python3") && len(args) > 1 && args[0] == "-m" {
		name, args = args[1], args[2:]
	}
	for _, i := range installers {
		if i.program == name && i.unpinned(args) {
			return true
		}
	}
	return false
}

func (i installer) unpinned(args []string) bool {
	option := func(words []string) bool {
		return slices.ContainsFunc(args, func(arg string) bool {
			head, _, _ := strings.Cut(arg, "=")
			return slices.Contains(words, head) || slices.Contains(words, arg)
		})
	}
	if len(i.only) > 0 && !option(i.only) || option(i.not) {
		return false
	}
	var plain []string
	for at := 0; at < len(args); at++ {
		switch arg := args[at]; {
		case redirected.MatchString(arg):
			at = len(args)
		case slices.Contains(i.values, arg):
			at++
		case !strings.HasPrefix(arg, "-"):
			plain = append(plain, arg)
		}
	}
	if len(plain) <= len(i.words) || !slices.Equal(plain[:len(i.words)], i.words) {
		return false
	}
	what := plain[len(i.words):]
	if i.program == "go" { // what has no @ is of the module at hand, and "go run" takes the program's words after it
		return strings.Contains(what[0], "@") && !i.pinned.MatchString(what[0])
	}
	return slices.ContainsFunc(what, func(word string) bool { return !i.pinned.MatchString(word) })
}
