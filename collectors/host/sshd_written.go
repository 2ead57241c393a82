package host

import (
	"path"
	"strconv"
	"strings"
)

// Where the server itself cannot be asked (no root, an image, a server that never ran), its files still tell
// what they state outright: of each keyword the first value counts (sshd_config(5)). What they leave to the
// built-in defaults, what a Match block may change, and what is printed in another form than it is written is
// a gap of its own, so that a policy on a stated value is decided all the same.

// sshdKeywords are the keys that sshd -T may print, of all versions up to OpenSSH 10.
const sshdKeywords = `acceptenv addressfamily allowagentforwarding allowgroups allowstreamlocalforwarding allowtcpforwarding
allowusers authenticationmethods authorizedkeyscommand authorizedkeyscommanduser authorizedkeysfile
authorizedprincipalscommand authorizedprincipalscommanduser authorizedprincipalsfile banner casignaturealgorithms
channeltimeout chrootdirectory ciphers clientalivecountmax clientaliveinterval compression denygroups denyusers
disableforwarding exposeauthinfo fingerprinthash forcecommand gatewayports gssapiauthentication
gssapicleanupcredentials gssapikexalgorithms gssapikeyexchange gssapistorecredentialsonrekey
gssapistrictacceptorcheck hostbasedacceptedalgorithms hostbasedauthentication hostbasedusesnamefrompacketonly
hostcertificate hostkey hostkeyagent hostkeyalgorithms ignorerhosts ignoreuserknownhosts ipqos
kbdinteractiveauthentication kerberosauthentication kerberosorlocalpasswd kerberosticketcleanup kexalgorithms
listenaddress logingracetime loglevel logverbose macs maxauthtries maxsessions maxstartups modulifile
passwordauthentication permitemptypasswords permitlisten permitopen permitrootlogin permittty permittunnel
permituserenvironment permituserrc persourcemaxstartups persourcenetblocksize persourcepenalties
persourcepenaltyexemptlist pidfile port printlastlog printmotd pubkeyacceptedalgorithms pubkeyauthentication
pubkeyauthoptions rdomain refuseconnection rekeylimit requiredrsasize revokedkeys securitykeyprovider setenv
sshdauthpath sshdsessionpath streamlocalbindmask streamlocalbindunlink strictmodes subsystem syslogfacility
tcpkeepalive trustedusercakeys unusedconnectiontimeout usedns usepam versionaddendum x11displayoffset
x11forwarding x11uselocalhost xauthlocation`

// sshdForms are the keywords whose printed form follows from the written one.
var sshdForms = map[string]string{
	"allowagentforwarding": "flag", "exposeauthinfo": "flag", "gssapiauthentication": "flag", "hostbasedauthentication": "flag",
	"ignoreuserknownhosts": "flag", "kbdinteractiveauthentication": "flag", "kerberosauthentication": "flag",
	"passwordauthentication": "flag", "permitemptypasswords": "flag", "permittty": "flag", "permituserrc": "flag",
	"printlastlog": "flag", "printmotd": "flag", "pubkeyauthentication": "flag", "strictmodes": "flag", "tcpkeepalive": "flag",
	"usedns": "flag", "usepam": "flag", "x11forwarding": "flag", "x11uselocalhost": "flag", "disableforwarding": "flag",
	"clientalivecountmax": "number", "maxauthtries": "number", "maxsessions": "number", "x11displayoffset": "number",
	"clientaliveinterval": "time", "logingracetime": "time",
	"permitrootlogin": "root", "loglevel": "upper",
	"ciphers": "list", "macs": "list", "kexalgorithms": "list", "banner": "text",
}

// strictest are the values that no policy could want to be stricter.
var strictest = map[string]string{
	"allowagentforwarding": "no", "allowstreamlocalforwarding": "no", "allowtcpforwarding": "no", "disableforwarding": "yes",
	"gssapiauthentication": "no", "hostbasedauthentication": "no", "ignorerhosts": "yes", "kbdinteractiveauthentication": "no",
	"kerberosauthentication": "no", "passwordauthentication": "no", "permitemptypasswords": "no", "permitrootlogin": "no",
	"permituserenvironment": "no", "permittunnel": "no", "x11forwarding": "no",
}

// sshdAliases are old names (servconf.c).
var sshdAliases = map[string]string{
	"challengeresponseauthentication": "kbdinteractiveauthentication", "skeyauthentication": "kbdinteractiveauthentication",
	"dsaauthentication": "pubkeyauthentication",
}

// A writtenConfig is what the files state.
type writtenConfig struct {
	values  map[string]string // of the first line of each keyword
	unclear map[string]bool   // keywords that a Match block names
	// loosened are those of unclear that it sets to something else than the strictest value, with one such value.
	loosened map[string]string
	// foreign is an include that was not read: everything could stand there.
	foreign string
}

// written reads sshd_config with the files of sshd_config.d where it includes them.
func written(main file, drops []file) writtenConfig {
	c := writtenConfig{values: map[string]string{}, unclear: map[string]bool{}, loosened: map[string]string{}}
	c.read(main, drops, false)
	return c
}

// read takes one file. A Match block lasts to the end of its file; in an included file it ends there.
func (c *writtenConfig) read(f file, drops []file, matched bool) {
	lines(f.text, func(_ int, line string) {
		key, value := sshdLine(line)
		switch {
		case key == "":
		case key == "include":
			for pattern := range strings.FieldsSeq(value) {
				if pattern != "/etc/ssh/sshd_config.d/*.conf" && pattern != "sshd_config.d/*.conf" || drops == nil {
					c.foreign = pattern
					continue
				}
				for _, drop := range drops {
					c.read(drop, nil, matched)
				}
			}
		case key == "match":
			matched = !strings.EqualFold(value, "all")
		case matched:
			c.unclear[key] = true
			if strict := strictest[key]; strict == "" || !strings.EqualFold(value, strict) {
				if text, ok := printed(sshdForms[key], value); ok {
					value = text
				}
				c.loosened[key] = value
			}
		default:
			if _, stated := c.values[key]; !stated {
				c.values[key] = value
			}
		}
	})
}

// sshdLine splits a line at white space or one equals sign, and takes off a comment and quotes.
func sshdLine(line string) (key, value string) {
	line = strings.TrimSpace(line)
	if line == "" || line[0] == '#' {
		return "", ""
	}
	end := strings.IndexAny(line, " \t=")
	if end < 0 {
		return strings.ToLower(line), ""
	}
	key = strings.ToLower(line[:end])
	if known, old := sshdAliases[key]; old {
		key = known
	}
	value = strings.TrimSpace(line[end:])
	value = strings.TrimSpace(strings.TrimPrefix(value, "="))
	if before, _, ok := strings.Cut(value, " #"); ok {
		value = strings.TrimSpace(before)
	}
	return key, strings.Trim(value, `"`)
}

// printed returns a stated value as sshd -T prints it; ok is false when that cannot be told.
func printed(form, value string) (text string, ok bool) {
	lower := strings.ToLower(value)
	switch form {
	case "flag":
		word, known := map[string]string{"yes": "yes", "true": "yes", "no": "no", "false": "no"}[lower]
		return word, known
	case "number":
		n, err := strconv.Atoi(value)
		return strconv.Itoa(n), err == nil && n >= 0
	case "time":
		return seconds(lower)
	case "root":
		word, known := map[string]string{
			"yes": "yes", "no": "no", "prohibit-password": "without-password", "without-password": "without-password",
			"forced-commands-only": "forced-commands-only",
		}[lower]
		return word, known
	case "upper":
		return strings.ToUpper(value), value != ""
	case "list":
		return value, value != "" && !strings.ContainsAny(value[:1], "+-^") && !strings.Contains(value, " ")
	case "text":
		return value, value != "" && !strings.ContainsAny(value, " \"")
	}
	return "", false
}

// seconds reads the times of sshd_config(5): 90, 2m, 1h30m.
func seconds(text string) (string, bool) {
	units := map[byte]int{'s': 1, 'm': 60, 'h': 3600, 'd': 86400, 'w': 604800}
	total, digits := 0, ""
	for i := range len(text) {
		if text[i] >= '0' && text[i] <= '9' && len(digits) < 8 {
			digits += text[i : i+1]
			continue
		}
		n, err := strconv.Atoi(digits)
		unit, known := units[text[i]]
		if err != nil || !known {
			return "", false
		}
		total, digits = total+n*unit, ""
	}
	if digits != "" {
		n, err := strconv.Atoi(digits)
		if err != nil {
			return "", false
		}
		total += n
	}
	return strconv.Itoa(total), text != ""
}

// asWritten fills in what the files state, and a gap for every other keyword, with the reason why the server
// was not asked. It returns nil when the files cannot be read either.
func asWritten(g *gaps, state, call, detail string) map[string][]string {
	whole := gaps{r: g.r}
	main := g.r.file("/etc/ssh/sshd_config")
	drops := whole.folder(at("settings"), "sshd.config", "/etc/ssh/sshd_config.d")
	whole.at(at("settings"), g.r.section("sshd.config").state, main.path)
	if main.state != "ok" || len(whole.list) > 0 {
		return nil
	}
	if drops == nil {
		drops = []file{}
	}
	c := written(main, drops)
	if c.foreign != "" {
		return nil
	}
	out := map[string][]string{}
	for keyword := range strings.FieldsSeq(sshdKeywords) {
		value, stated := c.values[keyword]
		if text, ok := printed(sshdForms[keyword], value); stated && ok && !c.unclear[keyword] {
			out[keyword] = []string{text}
			continue
		}
		gap := reason(state, call)
		gap = refused(gap, detail)
		gap.Path = at("settings", keyword).String()
		g.add(gap)
	}
	return out
}

// privateKey says whether a path is that of a host key.
func privateKey(name string) bool {
	return strings.HasPrefix(name, "/etc/ssh/ssh_host_") && strings.HasSuffix(path.Base(name), "_key")
}
