package host

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// scanFacts are the lists of a walk, for gaps on all of them.
var scanFacts = []string{"suid", "sgid", "world_writable", "no_sticky_bit", "unowned"}

func tellScan(r *reading, e *emitter) {
	s := r.section("walk")
	const call = "find / -xdev"
	if s.state == "unasked" {
		e.sink.Gap(collectors.Gap{
			Kind: "linux.filesystem_scan", Cause: collectors.NotRequested, Call: call,
			Detail: "the walk over the file systems is done on request", Needs: "--deep, or the option deep=true",
		})
		return
	}
	if s.state == "denied" || s.state == "missing" {
		gap := reason(s.state, call)
		gap.Kind, gap.Detail = "linux.filesystem_scan", "only root may enter every folder"
		if s.state == "missing" {
			gap.Detail, gap.Needs = "stat, or a find that knows -nouser, is not installed", "findutils and stat on the host"
		}
		e.sink.Gap(gap)
		return
	}
	if !good(s.state) {
		e.missing("linux.filesystem_scan", s.state, call)
		return
	}
	g := gaps{r: r}
	state := "124"
	lines(s.text, func(_ int, line string) {
		switch {
		case line == "more":
			state = "truncated"
		case line == "code 0" || line == "code 1": // 1: something went away while find looked at it
			state = "0"
		}
	})
	lists := r.section("walk.packaged")
	for _, fact := range scanFacts {
		g.at(at(fact), state, call)
		g.at(at(fact), lists.state, "dpkg -S")
		if !strings.HasPrefix(lists.text, "lists ") {
			g.at(at(fact), "nolists", "dpkg -S")
		}
	}
	e.one("linux.filesystem_scan", scan(r, s.text, lists.text), g)
}

// scan sorts what find met into its lists. A link is of no interest: its mode says nothing.
func scan(r *reading, text, lists string) linux.FilesystemScan {
	packaged := map[string]bool{}
	lines(lists, func(_ int, line string) {
		if path, ok := strings.CutPrefix(line, "p "); ok {
			packaged[path] = true
		}
	})
	users, groups := names(r)
	var out linux.FilesystemScan
	for _, found := range entryLines(text) {
		f := linux.ScannedFile{
			Path: strings.TrimPrefix(found.path, r.root), Mode: found.mode, UID: found.uid, GID: found.gid, Packaged: packaged[found.path],
		}
		bits := octalMode(found.mode)
		if found.kind == "file" && bits&0o4000 != 0 {
			out.SUID = append(out.SUID, f)
		}
		if found.kind == "file" && bits&0o2000 != 0 {
			out.SGID = append(out.SGID, f)
		}
		if found.kind == "file" && bits&0o002 != 0 {
			out.WorldWritable = append(out.WorldWritable, f)
		}
		if found.kind == "directory" && bits&0o1002 == 0o002 {
			out.NoStickyBit = append(out.NoStickyBit, f)
		}
		if users[found.uid] == nil || groups[found.gid] == nil {
			out.Unowned = append(out.Unowned, f)
		}
	}
	sortScan(&out)
	return out
}

func octalMode(mode string) int {
	n, err := strconv.ParseInt(mode, 8, 32)
	if err != nil {
		return 0
	}
	return int(n)
}

func sortScan(s *linux.FilesystemScan) {
	for _, list := range [][]linux.ScannedFile{s.SUID, s.SGID, s.WorldWritable, s.NoStickyBit, s.Unowned} {
		slices.SortFunc(list, func(a, b linux.ScannedFile) int { return strings.Compare(a.Path, b.Path) })
	}
}
