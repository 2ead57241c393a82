package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// sweep removes the objects that no kept run needs, and returns how many there were.
func (a *Archive) sweep(runs []Run) (int, error) {
	needed, blind := map[string]bool{}, false
	var need func(digest string)
	need = func(digest string) {
		if needed[digest] {
			return
		}
		needed[digest] = true
		o, err := a.store.open(digest)
		if err != nil {
			blind = blind || !errors.Is(err, errMissing)
			return
		}
		for _, other := range o.Objects {
			need(other)
		}
	}
	for _, run := range runs {
		if run.Pruned != nil {
			continue
		}
		for _, o := range run.Objects {
			need(hexOf(o.Digest))
		}
	}
	if blind { // what a damaged object needs is not known: nothing is removed, and check names it
		return 0, nil
	}
	all, err := a.store.all()
	if err != nil {
		return 0, err
	}
	removed := 0
	for _, digest := range all {
		if needed[digest] {
			continue
		}
		if err := os.Remove(a.store.path(digest)); err != nil {
			return removed, fmt.Errorf("remove object %s: %w", digest, plain(err))
		}
		_ = os.Remove(filepath.Dir(a.store.path(digest))) // it stays as long as it holds anything
		delete(a.store.objects, digest)
		removed++
	}
	return removed, nil
}
