package host

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellUpdates(r *reading, e *emitter) {
	g := gaps{r: r}
	const call = "apt-get -s dist-upgrade"
	s := r.section("updates")
	if packages := r.section("packages"); good(packages.state) && packageTable(packages.text).Manager != "dpkg" {
		e.missing("linux.updates", "noapt", call)
		return
	}
	g.at(at("pending"), s.state, call)
	if good(s.state) {
		for _, path := range unreadableLists(r) {
			g.at(at("pending"), "denied", path)
		}
	}
	for line := range strings.SplitSeq(s.text, "\n") {
		if strings.HasPrefix(line, "Inst ") && !instLine.MatchString(line) {
			g.at(at("pending"), "error: a line of its answer is not understood", call)
		}
	}
	if p := r.section("packages"); !good(p.state) { // what is not known to be there is never updated
		g.at(at("pending"), p.state, "/var/lib/dpkg/status")
	} else if len(packageTable(p.text).Installed) == 0 {
		g.at(at("pending"), nonePackaged, "/var/lib/dpkg/status")
	}
	facts := linux.Updates{Pending: pendingUpdates(s.text)}
	listed := words(r.section("lists").text)
	if listed["lists"] == "denied" {
		g.at(at("lists_at"), "denied", "/var/lib/apt/lists")
		g.at(at("pending"), "denied", "/var/lib/apt/lists")
	}
	g.at(at("lists_at"), r.section("lists").state, "/var/lib/apt/lists")
	facts.ListsAt = listsAt(listed)
	if facts.ListsAt == nil {
		g.at(at("pending"), "nofetch", "/var/lib/apt/lists") // nothing can be pending where no list came
	}
	e.one("linux.updates", facts, g)
}

// listsAt is when a list last changed here. The lists themselves carry the date of their publication, so that
// the folder's own date (a new list came) and the mark of the last successful run count as well.
func listsAt(listed map[string]string) *string {
	if listed["list"] == "" {
		return nil
	}
	newest := int64(0)
	for _, key := range []string{"list", "folder", "stamp"} {
		if seconds, err := strconv.ParseInt(listed[key], 10, 64); err == nil {
			newest = max(newest, seconds)
		}
	}
	if newest <= 0 || newest > 253402300799 {
		return nil
	}
	return ptr(time.Unix(newest, 0).UTC().Format(time.RFC3339))
}

var instLine = regexp.MustCompile(`^Inst (\S+) (?:\[([^\]]*)\] )?\((\S+?)(?: (.*?))? \[[^\]]*\]\)`)

// pendingUpdates reads the simulation's lines "Inst name [from] (to origin, origin [arch])". A package that
// would be new is no update.
func pendingUpdates(text string) map[string]linux.Update {
	out := map[string]linux.Update{}
	lines(text, func(_ int, line string) {
		f := instLine.FindStringSubmatch(line)
		if f == nil || f[2] == "" {
			return
		}
		lower := strings.ToLower(f[4])
		out[f[1]] = linux.Update{
			From: f[2], To: f[3], Origin: f[4],
			Security: strings.Contains(lower, "-security") || strings.Contains(lower, "debian-security:") || strings.Contains(lower, "ubuntuesm"),
		}
	})
	return out
}
