package host

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// An account is one line of passwd(5).
type account struct {
	name, password, comment, home, shell string
	uid, gid                             int
	line                                 int
}

// A groupLine is one line of group(5).
type groupLine struct {
	name, password string
	gid            int
	members        []string
	line           int
}

// accounts reads passwd(5) as the C library does: white space before a name or a number does not count, and
// what is missing at the end of a line is empty.
func accounts(text string) []account {
	var out []account
	lines(text, func(number int, line string) {
		if line = strings.TrimLeft(line, " \t"); line == "" || line[0] == '#' || line[0] == '-' {
			return
		}
		f := strings.Split(line, ":")
		for len(f) >= 4 && len(f) < 7 {
			f = append(f, "")
		}
		if len(f) < 7 || f[0] == "" || f[0][0] == '+' {
			return
		}
		uid, err1 := strconv.Atoi(strings.TrimSpace(f[2]))
		gid, err2 := strconv.Atoi(strings.TrimSpace(f[3]))
		if err1 != nil || err2 != nil {
			return
		}
		out = append(out, account{name: f[0], password: f[1], uid: uid, gid: gid, comment: f[4], home: f[5],
			shell: strings.TrimSpace(f[6]), line: number})
	})
	return out
}

// groupLines reads group(5) likewise.
func groupLines(text string) []groupLine {
	var out []groupLine
	lines(text, func(number int, line string) {
		if line = strings.TrimLeft(line, " \t"); line == "" || line[0] == '#' || line[0] == '-' {
			return
		}
		f := strings.Split(line, ":")
		if len(f) == 3 {
			f = append(f, "")
		}
		if len(f) < 4 || f[0] == "" || f[0][0] == '+' {
			return
		}
		gid, err := strconv.Atoi(strings.TrimSpace(f[2]))
		if err != nil {
			return
		}
		members := strings.FieldsFunc(f[3], func(r rune) bool { return r == ',' || r == ' ' })
		slices.Sort(members)
		out = append(out, groupLine{name: f[0], password: f[1], gid: gid, members: slices.Compact(members), line: number})
	})
	return out
}

// strange tells that a line of file could stand for more than was read of it: it is not understood, or takes in
// the entries of a directory service ("+"). Known are the lines that were understood.
func (e *emitter) strange(kind string, file file, known map[int]bool) {
	lines(file.text, func(number int, line string) {
		line = strings.TrimLeft(line, " \t")
		if known[number] || line == "" || line[0] == '#' || line[0] == '-' {
			return
		}
		gap := reason("error", fmt.Sprintf("%s:%d", file.path, number))
		gap.Kind, gap.Detail = kind, "the line is not understood, or takes in entries from elsewhere"
		e.sink.Gap(gap)
	})
}

func tellAccounts(r *reading, e *emitter) {
	passwd, group := r.file("/etc/passwd"), r.file("/etc/group")
	if passwd.state == "ok" {
		list, known := accounts(passwd.text), map[int]bool{}
		for _, a := range list {
			known[a.line] = true
		}
		e.strange("linux.user", passwd, known)
		tellUsers(r, e, list, group)
	} else {
		e.missing("linux.user", passwd.state, "/etc/passwd")
	}
	if group.state != "ok" {
		e.missing("linux.group", group.state, "/etc/group")
		return
	}
	shadowed, state := groupPasswords(r)
	known := map[int]bool{}
	for _, line := range groupLines(group.text) {
		known[line.line] = true
		g := gaps{r: r}
		facts := linux.Group{GID: line.gid, Members: line.members}
		switch {
		case line.password == "x":
			facts.HasPassword = shadowed[line.name]
			g.at(at("has_password"), state, "/etc/gshadow")
		default:
			facts.HasPassword = line.password != "" && !strings.HasPrefix(line.password, "!") && !strings.HasPrefix(line.password, "*")
		}
		e.add(collectors.Head{Kind: "linux.group", ID: line.name, File: "/etc/group", Line: line.line}, facts, g.list)
	}
	e.strange("linux.group", group, known)
}

func groupPasswords(r *reading) (map[string]bool, string) {
	s := r.section("gshadow")
	out := map[string]bool{}
	lines(s.text, func(_ int, line string) {
		if name, state, ok := strings.Cut(line, ":"); ok {
			out[name] = state == "p"
		}
	})
	return out, s.state
}

func tellUsers(r *reading, e *emitter, list []account, group file) {
	groups := groupLines(group.text)
	defs := r.file("/etc/login.defs")
	least := leastUID(defs.text)
	shadow := shadowLines(r.section("shadow").text)
	for _, a := range list {
		g := gaps{r: r}
		facts := linux.User{
			UID: a.uid, GID: a.gid, Comment: a.comment, Shell: a.shell,
			System: a.uid < least || a.name == "nobody", Groups: groupsOf(a, groups),
			LoginShell: loginShell(a.shell),
		}
		if a.uid >= 100 { // below, it is a system account whatever the file says
			g.at(at("system"), defs.state, defs.path)
		}
		g.at(at("groups"), group.state, group.path)
		if group.state == "absent" {
			g.lacking(at("groups"), group.path)
		}
		facts.Password = password(&g, a, shadow)
		home(&g, a, &facts)
		e.add(collectors.Head{Kind: "linux.user", ID: a.name, File: "/etc/passwd", Line: a.line}, facts, g.list)
	}
}

// leastUID is the first uid that is no system account, as useradd(8) has it.
func leastUID(defs string) int {
	if least, err := strconv.Atoi(loginDefs(defs)["UID_MIN"]); err == nil {
		return least
	}
	return 1000
}

// loginDefs reads login.defs(5).
func loginDefs(text string) map[string]string {
	out := map[string]string{}
	lines(text, func(_ int, line string) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			return
		}
		name, value := splitWord(line)
		out[name] = strings.Trim(value, `"`)
	})
	return out
}

// splitWord cuts a line at its first white space.
func splitWord(line string) (word, rest string) {
	if i := strings.IndexAny(line, " \t"); i >= 0 {
		return line[:i], strings.TrimSpace(line[i:])
	}
	return line, ""
}

// loginShell says whether a shell lets its user work. Whether shells(5) names it does not matter to sshd(8), su(1)
// or login(1), and no shell at all is /bin/sh (passwd(5)): so every program counts but those that only end.
func loginShell(shell string) bool {
	switch path.Base(shell) {
	case "nologin", "false", "true", "sync", "shutdown", "halt":
		return false
	}
	return true
}

// shellList are the shells of shells(5); without the file, the library takes these two (getusershell(3)).
func shellList(f file) []string {
	if f.state == "absent" {
		return []string{"/bin/csh", "/bin/sh"}
	}
	var out []string
	lines(f.text, func(_ int, line string) {
		if word, _ := splitWord(strings.TrimSpace(line)); strings.HasPrefix(word, "/") {
			out = append(out, word)
		}
	})
	return out
}

func groupsOf(a account, groups []groupLine) []string {
	names := map[string]bool{}
	for _, g := range groups {
		if g.gid == a.gid || slices.Contains(g.members, a.name) {
			names[g.name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// shadowLines reads what the script leaves of shadow(5): name:state:algorithm:changed:min:max:warn:inactive:expires.
// Of several lines of one name, the first counts (getspnam(3)).
func shadowLines(text string) map[string][]string {
	out := map[string][]string{}
	lines(text, func(_ int, line string) {
		f := strings.Split(line, ":")
		if _, twice := out[f[0]]; len(f) >= 9 && !twice {
			out[f[0]] = f
		}
	})
	return out
}

func password(g *gaps, a account, shadow map[string][]string) linux.Password {
	s := g.r.section("shadow")
	p := linux.Password{InShadow: a.password == "x"}
	for _, fact := range []string{"changed_on", "min_days", "max_days", "warn_days", "inactive_days", "expires_on"} {
		g.at(at("password", fact), s.state, "/etc/shadow")
	}
	line, found := shadow[a.name]
	switch {
	case !p.InShadow:
		p.Empty = a.password == ""
		p.Locked = strings.HasPrefix(a.password, "!") || strings.HasPrefix(a.password, "*")
		if !p.Empty && !p.Locked {
			p.Algorithm = ptr(hashName(a.password))
		}
	case !found:
		p.Locked = true // with no line there, no password matches
		for _, fact := range []string{"empty", "locked", "algorithm"} {
			g.at(at("password", fact), s.state, "/etc/shadow")
		}
	default:
		p.Empty, p.Locked = line[1] == "e", line[1] == "l"
		if line[2] != "" {
			p.Algorithm = ptr(hashName(line[2]))
		}
	}
	if found {
		p.ChangedOn, p.ExpiresOn = day(line[3]), day(line[8])
		p.MinDays, p.MaxDays = number(line[4]), number(line[5])
		p.WarnDays, p.InactiveDays = number(line[6]), number(line[7])
	}
	return p
}

// hashName names the algorithm by the prefix of crypt(5); "$id" is all that is looked at.
func hashName(hash string) string {
	names := map[string]string{
		"1": "md5", "2a": "bcrypt", "2b": "bcrypt", "2x": "bcrypt", "2y": "bcrypt", "3": "nt", "5": "sha256",
		"6": "sha512", "7": "scrypt", "gy": "gost-yescrypt", "y": "yescrypt", "md5": "sunmd5", "sha1": "sha1",
	}
	if rest, ok := strings.CutPrefix(hash, "$"); ok {
		id, _, _ := strings.Cut(rest, "$")
		id, _, _ = strings.Cut(id, ",")
		if name, known := names[id]; known {
			return name
		}
		return "other"
	}
	switch {
	case hash == "bsdi" || strings.HasPrefix(hash, "_") && len(hash) == 20:
		return "bsdi"
	case hash == "des" || len(hash) == 13:
		return "des"
	}
	return "other"
}

// day turns days since 1970 into a date; null where there are none.
func day(text string) *string {
	days, err := strconv.Atoi(text)
	if err != nil || days < 0 || days > 3_000_000 {
		return nil
	}
	return ptr(time.Unix(int64(days)*86400, 0).UTC().Format(time.DateOnly))
}

func number(text string) *int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return nil
	}
	return &n
}

// home reads the home folder, the files in it that let others in, and the keys that log in.
func home(g *gaps, a account, facts *linux.User) {
	facts.Home = linux.Home{Path: a.home}
	facts.AuthorizedKeys, facts.Dotfiles = map[string]int{}, map[string]linux.FileMode{}
	if !strings.HasPrefix(a.home, "/") {
		return
	}
	path := strings.TrimSuffix(a.home, "/")
	if path == "" {
		path = "/"
	}
	found, state := g.r.entry(path)
	if state == "ok" && found.kind == "symlink" {
		found, state = g.r.entry(path + "/.") // the folder behind the link is what counts
	}
	switch {
	case state != "ok":
		for _, fact := range []string{"exists", "mode", "owner_uid"} {
			g.at(at("home", fact), state, path)
		}
	default:
		facts.Home.Exists, facts.Home.Mode, facts.Home.OwnerUID = true, ptr(found.mode), ptr(found.uid)
	}
	folder := strings.TrimSuffix(path, "/")
	if state != "absent" {
		for _, name := range []string{".rhosts", ".shosts", ".netrc", ".forward"} {
			dot, dotState := g.r.entry(folder + "/" + name)
			if dotState == "ok" {
				facts.Dotfiles[name] = linux.FileMode{Mode: dot.mode, OwnerUID: dot.uid}
			} else if state == "ok" {
				g.at(at("dotfiles", name), dotState, folder+"/"+name)
			} else {
				g.at(at("dotfiles"), state, folder)
			}
		}
	}
	keys := g.r.file(folder + "/.ssh/authorized_keys")
	g.at(at("authorized_keys"), keys.state, keys.path)
	if keys.state == "ok" {
		for kind := range strings.FieldsSeq(keys.text) {
			facts.AuthorizedKeys[kind]++
		}
	}
}
