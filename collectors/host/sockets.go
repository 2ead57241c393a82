package host

import (
	"encoding/hex"
	"fmt"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"github.com/assize/assize/collectors"
	"github.com/assize/assize/collectors/kinds/linux"
)

// A listener is one line of /proc/net/{tcp,udp}[6] that takes what comes.
type listener struct {
	protocol, family string
	address          netip.Addr
	port, uid        int
	inode            string
}

func tellSockets(r *reading, e *emitter) {
	if r.offline {
		e.missing("linux.socket", "offline", "/proc/net/tcp")
		return
	}
	big := words(r.section("host").text)["machine"] == "s390x"
	byID := map[string][]listener{}
	for _, table := range []struct{ protocol, family, file string }{
		{"tcp", "ipv4", "/proc/net/tcp"}, {"tcp", "ipv6", "/proc/net/tcp6"},
		{"udp", "ipv4", "/proc/net/udp"}, {"udp", "ipv6", "/proc/net/udp6"},
	} {
		f := r.file(table.file)
		switch {
		case f.state == "ok", f.state == "absent" && table.family == "ipv6": // a kernel without it has no such table
		case f.state == "absent":
			e.missing("linux.socket", "error: the kernel shows no such table", table.file)
		default:
			e.missing("linux.socket", f.state, table.file)
		}
		for _, l := range listeners(f.text, table.protocol, big) {
			l.family = table.family
			id := fmt.Sprintf("%s/%s", l.protocol, netip.AddrPortFrom(l.address, uint16(l.port)))
			byID[id] = append(byID[id], l)
		}
	}
	holders := holderNames(r.section("holders").text)
	for _, id := range sortedKeys(byID) {
		group := byID[id]
		slices.SortFunc(group, func(a, b listener) int { return a.uid - b.uid })
		l := group[0]
		g := gaps{r: r}
		facts := linux.Socket{
			Protocol: l.protocol, Family: l.family, Address: l.address.String(), Port: l.port, UID: l.uid,
			Loopback: l.address.Unmap().IsLoopback(),
		}
		if name := holder(group, holders); name != "" {
			facts.Process = ptr(name)
		} else if blind := r.section("holders.blind"); strings.TrimSpace(blind.text) != "" {
			g.at(at("process"), "denied", "/proc/PID/fd")
		}
		g.at(at("process"), r.section("holders").state, "/proc/PID/fd")
		e.add(collectors.Head{Kind: "linux.socket", ID: id}, facts, g.list)
	}
}

// listeners reads one table: TCP sockets that listen (state 0A) and UDP sockets without a peer (state 07).
func listeners(text, protocol string, bigEndian bool) []listener {
	var out []listener
	lines(text, func(number int, line string) {
		f := strings.Fields(line)
		if number == 1 || len(f) < 10 {
			return
		}
		free := f[3] == "0A"
		if protocol == "udp" {
			free = f[3] == "07" && strings.HasSuffix(f[2], ":0000")
		}
		address, port, ok := hexAddress(f[1], bigEndian)
		owner, err := strconv.Atoi(f[7])
		if free && ok && err == nil {
			out = append(out, listener{protocol: protocol, address: address, port: port, uid: owner, inode: f[9]})
		}
	})
	return out
}

// hexAddress reads an address as the kernel prints it: groups of four bytes in the machine's own order.
func hexAddress(text string, bigEndian bool) (netip.Addr, int, bool) {
	host, service, _ := strings.Cut(text, ":")
	raw, err := hex.DecodeString(host)
	port, err2 := strconv.ParseUint(service, 16, 16)
	if err != nil || err2 != nil || len(raw) != 4 && len(raw) != 16 {
		return netip.Addr{}, 0, false
	}
	if !bigEndian {
		for i := 0; i < len(raw); i += 4 {
			slices.Reverse(raw[i : i+4])
		}
	}
	address, ok := netip.AddrFromSlice(raw)
	return address, int(port), ok
}

// holderNames reads lines of an inode and a program's name.
func holderNames(text string) map[string][]string {
	out := map[string][]string{}
	lines(text, func(_ int, line string) {
		if inode, name, ok := strings.Cut(line, " "); ok {
			out[inode] = append(out[inode], name)
		}
	})
	return out
}

// holder names the program behind the sockets of one address: the first by name, and systemd only when it
// holds them alone, because then it starts the program when somebody comes.
func holder(group []listener, holders map[string][]string) string {
	var names []string
	for _, l := range group {
		names = append(names, holders[l.inode]...)
	}
	slices.Sort(names)
	for _, name := range names {
		if name != "systemd" && name != "init" {
			return name
		}
	}
	if len(names) > 0 {
		return names[0]
	}
	return ""
}
