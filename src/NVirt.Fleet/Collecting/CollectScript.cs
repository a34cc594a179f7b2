namespace NVirt.Fleet.Collecting;

/// <summary>What is run on a host over ssh: it only reads. Each part stands behind a line with a mark that no document can hold.</summary>
internal static class CollectScript
{
    /// <summary>The last part: without it the connection ended too early.</summary>
    public const string End = "end";

    // Without KVM there are no domain capabilities: what emulation gives says nothing of other guests.
    private const string Text = """
        LC_ALL=C; export LC_ALL
        m() { printf '\n%s %s\n' MARK "$*"; }
        m kernel; uname -r
        m cpuinfo; cat /proc/cpuinfo
        if command -v virsh >/dev/null 2>&1; then
          v() { virsh -r -q -c qemu:///system "$@" 2>/dev/null </dev/null; }
          m versions; v version
          m capabilities; v capabilities
          m domcapabilities; v domcapabilities --virttype kvm
          for u in $(v list --all --uuid); do m defined "$u"; v dumpxml --inactive "$u"; done
          for u in $(v list --uuid); do m live "$u"; v dumpxml "$u"; done
        fi
        for f in /etc/pve/qemu-server/*.conf; do
          [ -r "$f" ] || continue
          n=${f##*/}; n=${n%.conf}
          m proxmox "$n"; cat "$f"
          [ ! -e "/run/qemu-server/$n.pid" ] || m running "$n"
        done
        m end
        """;

    /// <summary>The script with its mark, which is random and has letters and digits only.</summary>
    public static string Of(string mark) => Text.Replace("MARK", mark, StringComparison.Ordinal);
}
