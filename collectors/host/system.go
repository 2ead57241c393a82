package host

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// errNobody says that the target shows no sign of being a Linux system.
var errNobody = &collectors.UsageError{
	Err:  errors.New("it has neither a machine-id nor a host name"),
	Hint: "is it a Linux system, or the folder that holds one's etc? A target may also be given an id in assize.yaml",
}

// identity returns what the host is and what it is called. The machine-id itself is confidential
// (machine-id(5)), so that only a hash of it, bound to this program, leaves.
func identity(r *reading) (id, name string, err error) {
	name = hostname(r)
	seed := strings.TrimSpace(r.file("/etc/machine-id").text)
	if !machineID.MatchString(seed) {
		seed = name
	}
	if seed == "" {
		return "", "", errNobody
	}
	sum := sha256.Sum256([]byte("assize:" + seed))
	if name == "" {
		name = "unnamed"
	}
	return "host:" + hex.EncodeToString(sum[:16]), name, nil
}

var machineID = regexp.MustCompile(`^[0-9a-f]{32}$`)

func hostname(r *reading) string {
	if text := strings.TrimSpace(r.file("/proc/sys/kernel/hostname").text); text != "" {
		return flat(text)
	}
	return flat(strings.TrimSpace(firstLine(r.file("/etc/hostname").text)))
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

func tellHost(r *reading, e *emitter) {
	g := gaps{r: r}
	said := words(r.section("host").text)
	facts := linux.Host{
		Hostname: hostname(r), OS: osRelease(&g), Architecture: said["machine"], Now: said["now"],
		Cmdline: map[string]string{}, Timezone: timezone(r, said),
	}
	state := r.section("host").state
	g.at(at("collected_uid"), state, "id -u")
	g.at(at("timezone"), state, "/etc/localtime")
	facts.CollectedUID, _ = strconv.Atoi(said["uid"])
	if r.offline {
		facts.Architecture = imageArchitecture(r)
		if facts.Architecture == "" {
			g.at(at("architecture"), "offline", "uname -m")
		}
		g.at(at("now"), "offline", "date")
		g.at(at("container"), "offline", "/proc/self/ns/pid")
		g.at(at("cmdline"), "offline", "/proc/cmdline")
		if hostname(r) == "" {
			g.at(at("hostname"), "offline", "/etc/hostname")
		}
	} else {
		g.at(at("now"), state, "date")
		g.at(at("architecture"), state, "uname -m")
		g.at(at("container"), state, "/proc/self/ns/pid")
		if said["pidns"] == "" && good(state) {
			g.at(at("container"), "denied", "/proc/self/ns/pid")
		}
		facts.Container = said["container"] != "" || said["pidns"] != initialNamespace
		facts.Cmdline = cmdline(g.text(at("cmdline"), "/proc/cmdline"))
		if text := g.text(at("kernel"), "/proc/sys/kernel/osrelease"); text != "" {
			facts.Kernel = ptr(strings.TrimSpace(text))
		}
	}
	e.one("linux.host", facts, g)
}

// initialNamespace is the process namespace of the machine itself (PROC_PID_INIT_INO in linux/proc_ns.h).
// A stale marker file, as /.dockerenv of an image that became a machine, says nothing.
const initialNamespace = "pid:[4026531836]"

// words reads lines of a key and a value; of several lines with one key the last counts.
func words(text string) map[string]string {
	out := map[string]string{}
	lines(text, func(_ int, line string) {
		if key, value, ok := strings.Cut(line, " "); ok {
			out[key] = strings.TrimSpace(value)
		}
	})
	return out
}

func osRelease(g *gaps) linux.OS {
	text := g.r.file("/etc/os-release")
	if text.state != "ok" {
		text = g.r.file("/usr/lib/os-release")
	}
	g.at(at("os"), text.state, "/etc/os-release")
	if text.state == "absent" {
		g.lacking(at("os"), "/etc/os-release")
	}
	values := shellValues(text.text)
	return linux.OS{
		ID: values["ID"], IDLike: strings.Fields(values["ID_LIKE"]), VersionID: values["VERSION_ID"],
		Codename: values["VERSION_CODENAME"], PrettyName: values["PRETTY_NAME"],
	}
}

// shellValues reads NAME=value lines with shell quoting, as os-release(5) and the files of /etc/default have.
func shellValues(text string) map[string]string {
	out := map[string]string{}
	lines(text, func(_ int, line string) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || strings.HasPrefix(name, "#") {
			return
		}
		out[strings.TrimSpace(strings.TrimPrefix(name, "export "))] = unquote(value)
	})
	return out
}

// unquote takes the quotes off a shell word; what follows an unquoted space is a comment or nothing.
func unquote(value string) string {
	value = strings.TrimSpace(value)
	if len(value) > 0 && (value[0] == '"' || value[0] == '\'') {
		if end := strings.IndexByte(value[1:], value[0]); end >= 0 {
			return value[1 : 1+end]
		}
	}
	word, _, _ := strings.Cut(value, " ")
	return word
}

func timezone(r *reading, said map[string]string) string {
	if _, zone, ok := strings.Cut(said["localtime"], "/zoneinfo/"); ok {
		return zone
	}
	return strings.TrimSpace(firstLine(r.file("/etc/timezone").text))
}

// imageArchitecture tells the machine that an image is for, from its package manager, as uname -m would.
func imageArchitecture(r *reading) string {
	native := words(r.section("packages").text)["native"]
	names := map[string]string{
		"amd64": "x86_64", "arm64": "aarch64", "i386": "i686", "armhf": "armv7l", "ppc64el": "ppc64le",
		"s390x": "s390x", "riscv64": "riscv64",
	}
	return names[native]
}

// cmdline reads kernel parameters; what follows "--" is for the first program, not for the kernel.
func cmdline(text string) map[string]string {
	out := map[string]string{}
	for _, word := range strings.Fields(text) {
		if word == "--" {
			break
		}
		name, value, _ := strings.Cut(word, "=")
		out[name] = redactValue(name, strings.Trim(value, `"`))
	}
	return out
}

// uid is the user that the script ran as; -1 when it is not known.
func uid(r *reading) int {
	n, err := strconv.Atoi(words(r.section("host").text)["uid"])
	if err != nil {
		return -1
	}
	return n
}

// systemd says whether it runs the system, or would run the image.
func systemd(r *reading) bool {
	if r.offline {
		installed, _ := hasPackage(r, "systemd", "systemd-sysv")
		return installed
	}
	return words(r.section("host").text)["manager"] == "systemd"
}
