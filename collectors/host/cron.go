package host

import (
	"path"
	"regexp"
	"strings"

	"github.com/assize/assize/collectors/kinds/linux"
)

func tellCron(r *reading, e *emitter) {
	g := gaps{r: r}
	facts := linux.Cron{Jobs: cronJobs(&g), Timers: map[string]bool{}}
	for _, name := range []string{"allow", "deny"} {
		_, state := r.entry("/etc/cron." + name)
		g.at(at(name+"_exists"), state, "/etc/cron."+name)
		if name == "allow" {
			facts.AllowExists = state == "ok"
		} else {
			facts.DenyExists = state == "ok"
		}
	}
	t := r.units()
	g.at(at("timers"), t.state, "systemctl list-unit-files")
	for name, unit := range t.units {
		if strings.HasSuffix(name, ".timer") {
			facts.Timers[name] = unit.Active
		}
	}
	for _, name := range sortedKeys(facts.Timers) {
		g.at(at("timers", name), t.active, "systemctl is-active "+name)
	}
	e.one("linux.cron", facts, g)
}

// cronJobs reads all crontabs and the scripts of the cron folders. What may not be read makes the whole list
// a gap, because a job could stand there.
func cronJobs(g *gaps) []linux.CronJob {
	var out []linux.CronJob
	add := func(f file, withUser bool, user string) {
		if f.state != "ok" {
			g.at(at("jobs"), f.state, f.path)
			return
		}
		out = append(out, crontab(f, withUser, user)...)
	}
	add(g.r.file("/etc/crontab"), true, "")
	for _, f := range g.folder(at("jobs"), "cron", "/etc/cron.d") {
		if cronName.MatchString(path.Base(f.path)) {
			add(f, true, "")
		}
	}
	for _, folder := range []string{"/var/spool/cron/crontabs", "/var/spool/cron"} {
		for _, f := range g.folder(at("jobs"), "cron", folder) {
			add(f, false, path.Base(f.path))
		}
	}
	anacron := g.r.file("/etc/anacrontab")
	g.at(at("jobs"), anacron.state, anacron.path)
	out = append(out, anacrontab(anacron)...)
	g.at(at("jobs"), g.r.section("cron.scripts").state, "/etc/cron.daily")
	for _, path := range g.r.unread("cron.scripts") {
		g.at(at("jobs"), "unread", "stat "+path)
	}
	for _, period := range []string{"hourly", "daily", "weekly", "monthly", "yearly"} {
		folder := "/etc/cron." + period
		g.at(at("jobs"), g.r.folder(folder), folder)
		for _, script := range g.r.entriesOf("cron.scripts") {
			name := path.Base(script.path)
			if path.Dir(script.path) == folder && script.kind != "directory" && runPartsName.MatchString(name) &&
				octalMode(script.mode)&0o111 != 0 { // run-parts(8) runs no other
				out = append(out, linux.CronJob{File: script.path, Schedule: "@" + period, User: "root", Command: script.path})
			}
		}
	}
	return out
}

// cron and run-parts pass over other names (cron(8), run-parts(8)).
var (
	cronName     = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	runPartsName = regexp.MustCompile(`^[A-Za-z0-9_-]+$`)
	cronVariable = regexp.MustCompile(`^\s*["']?\w+["']?\s*=`)
)

// crontab reads one crontab(5); a system one has a column for the user.
func crontab(f file, withUser bool, user string) []linux.CronJob {
	var out []linux.CronJob
	lines(f.text, func(number int, line string) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || cronVariable.MatchString(line) {
			return
		}
		columns := 5
		if line[0] == '@' {
			columns = 1
		}
		word := strings.Fields(line)
		if withUser {
			columns++
		}
		if len(word) <= columns {
			return
		}
		job := linux.CronJob{File: f.path, Line: number, User: user}
		when := word[:columns]
		if withUser {
			job.User, when = word[columns-1], word[:columns-1]
		}
		job.Schedule, job.Command = strings.Join(when, " "), redact(strings.Join(word[columns:], " "))
		out = append(out, job)
	})
	return out
}

// anacrontab reads "period delay name command" (anacrontab(5)).
func anacrontab(f file) []linux.CronJob {
	var out []linux.CronJob
	lines(f.text, func(number int, line string) {
		word := strings.Fields(line)
		if len(word) < 4 || strings.HasPrefix(word[0], "#") || cronVariable.MatchString(line) {
			return
		}
		schedule := word[0]
		if schedule[0] != '@' {
			schedule = "every " + schedule + " days"
		}
		out = append(out, linux.CronJob{File: f.path, Line: number, Schedule: schedule, User: "root", Command: redact(strings.Join(word[3:], " "))})
	})
	return out
}
