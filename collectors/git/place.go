package git

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/assize/assize/collectors"
)

// A place is where a checkout lies. Both paths are absolute.
type place struct {
	top    string // the folder that holds .git
	gitDir string // .git itself: a folder, or a file that names one (a linked worktree, a submodule)
}

func usage(err error, hint string) error { return &collectors.UsageError{Err: err, Hint: hint} }

// find walks up from address to the folder that holds .git. We look ourselves, and do not ask git, because git
// would also believe a repository that says that its work tree lies elsewhere.
func find(address string) (place, error) {
	start, err := filepath.Abs(address)
	if err == nil {
		start, err = filepath.EvalSymlinks(start)
	}
	if err != nil {
		return place{}, usage(fmt.Errorf("find the checkout %q: %w", address, err), "name a folder inside a git checkout, for example git:.")
	}
	if info, err := os.Stat(start); err == nil && !info.IsDir() {
		start = filepath.Dir(start)
	}
	for dir := start; ; dir = filepath.Dir(dir) {
		dot := filepath.Join(dir, ".git")
		_, err := os.Stat(dot)
		switch {
		case err == nil:
			return place{top: dir, gitDir: dot}, nil
		case errors.Is(err, os.ErrPermission):
			return place{}, usage(fmt.Errorf("look into %q: %w", dir, err), "run as a user who may read the checkout")
		case isBare(dir):
			return place{}, usage(fmt.Errorf("%q is a bare repository: it has no index", dir),
				"clone it (git clone "+filepath.Base(dir)+" checkout) and name the clone")
		}
		if dir == filepath.Dir(dir) {
			return place{}, usage(fmt.Errorf("%q is not in a git checkout", start), "name a folder inside a git checkout, or make one with git init")
		}
	}
}

func isBare(dir string) bool {
	for _, name := range []string{"HEAD", "objects", "refs"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return false
		}
	}
	return true
}
