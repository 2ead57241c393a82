package host

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed script/*.sh
var scripts embed.FS

// parameters are all that reaches the script from outside.
type parameters struct {
	nonce string
	// root is the image's folder without a closing slash; offline is true for an image.
	root    string
	offline bool
	deep    bool
	seconds int  // budget of the deep walk
	updates bool // the pending updates are known already
}

// program puts the script together: the parameters as quoted data, then the parts in the order of their
// names within one function, called on the last line. A shell reads a function whole before it runs it, so
// that nothing in it can eat its own text, and a script that was cut off on its way does nothing at all.
func program(p parameters) (string, error) {
	var b strings.Builder
	for _, data := range []struct{ name, value string }{
		{"ASSIZE_NONCE", p.nonce},
		{"ASSIZE_ROOT", p.root},
		{"ASSIZE_OFFLINE", flag(p.offline)},
		{"ASSIZE_DEEP", flag(p.deep)},
		{"ASSIZE_SECONDS", fmt.Sprint(p.seconds)},
		{"ASSIZE_UPDATES", flag(p.updates)},
	} {
		if err := harmless(data.value); err != nil {
			return "", fmt.Errorf("parameter %s: %w", data.name, err)
		}
		fmt.Fprintf(&b, "%s='%s'\n", data.name, data.value)
	}
	b.WriteString("main() {\n")
	names, err := fs.Glob(scripts, "script/*.sh") // sorted
	if err != nil {
		return "", err
	}
	for _, name := range names {
		text, err := scripts.ReadFile(name)
		if err != nil {
			return "", err
		}
		b.Write(text)
	}
	b.WriteString("}\nmain\n")
	return b.String(), nil
}

func flag(on bool) string {
	if on {
		return "true"
	}
	return ""
}

// harmless refuses every character that could end a quoted word, and all that is not printable ASCII.
func harmless(value string) error {
	for _, r := range value {
		ok := r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(" /._-+=:,@%~", r)
		if !ok {
			return fmt.Errorf("the character %q is not allowed", r)
		}
	}
	return nil
}
