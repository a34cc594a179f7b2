namespace NVirt.Daemon.Tests;

/// <summary>Programs that use libvirt, unmodified, as Debian has them (docs/clients.md).</summary>
public sealed class ClientTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    // Each line is a call; what it must give stands behind it.
    private const string PythonCalls = """
        import libvirt, libvirt_qemu, sys
        c = libvirt.open(sys.argv[1])
        domain = open(sys.argv[2]).read()
        def same(what, expected):
            assert what == expected, (what, expected)
        same(c.getType(), "QEMU")
        same(c.isAlive(), 1)
        same(c.isSecure(), 1)
        assert c.getInfo()[2] > 0 and c.getFreeMemory() > 0 and c.getMaxVcpus("qemu") > 0
        assert "<cpu>" in c.getCapabilities() and "<graphics" in c.getDomainCapabilities(None, "x86_64", None, "qemu")
        assert "qemu64" in c.getCPUModelNames("x86_64")
        assert c.compareCPU("<cpu><arch>x86_64</arch><model>qemu64</model></cpu>") >= 0
        assert "<model" in c.baselineCPU(["<cpu><arch>x86_64</arch><model>Nehalem</model><vendor>Intel</vendor></cpu>"])
        for nothing in (c.listAllNetworks, c.listAllInterfaces, c.listAllDevices, c.listAllSecrets, c.listAllNWFilters,
                        c.listAllStoragePools, c.listDefinedNetworks, c.listNetworks):
            same(nothing(), [])
        d = c.defineXML(domain)
        same((d.isActive(), d.isPersistent(), d.ID(), d.state()), (0, 1, -1, [libvirt.VIR_DOMAIN_SHUTOFF, 0]))
        d.setMetadata(libvirt.VIR_DOMAIN_METADATA_TITLE, "one", None, None)
        same(d.metadata(libvirt.VIR_DOMAIN_METADATA_TITLE, None), "one")
        d.setAutostart(1)
        same(d.autostart(), 1)
        d.create()
        same((d.isActive(), d.state()[0], c.numOfDomains()), (1, libvirt.VIR_DOMAIN_RUNNING, 1))
        assert d.info()[0] == 1 and len(d.vcpus()[0]) == 1 and "rss" in d.memoryStats() and d.getCPUStats is not None
        assert c.getAllDomainStats()[0][1]["state.state"] == 1
        assert '"running"' in libvirt_qemu.qemuMonitorCommand(d, '{"execute":"query-status"}', 0)
        with open(d.openGraphicsFD(0), "rb", buffering=0) as screen:
            assert screen.read(4) == b"RFB "
        for index, flags in (1, 0), (0, 2):
            try:
                d.openGraphicsFD(index, flags)
                assert False
            except libvirt.libvirtError:
                pass
        d.suspend()
        same(d.state(), [libvirt.VIR_DOMAIN_PAUSED, libvirt.VIR_DOMAIN_PAUSED_USER])
        d.resume()
        d.reset()
        d.destroy()
        d.undefine()
        try:
            c.lookupByName(d.name())
            assert False
        except libvirt.libvirtError as e:
            same(e.get_error_code(), libvirt.VIR_ERR_NO_DOMAIN)
        c.close()
        print("done")
        """;

    private const string PerlCalls = """
        use Sys::Virt;
        my $c = Sys::Virt->new(uri => $ARGV[0]);
        open my $f, '<', $ARGV[1]; local $/; my $d = $c->define_domain(<$f>);
        $d->create; die "not active" unless $d->is_active; die "not listed" unless grep { $_->get_name eq 'web' } $c->list_all_domains;
        die "no info" unless $d->get_info->{nrVirtCpu} == 1;
        $d->destroy; $d->undefine; print "done\n";
        """;

    private const string RubyCalls = """
        require 'libvirt'
        def same(what, expected) raise "#{what.inspect}, expected #{expected.inspect}" unless what == expected end
        c = Libvirt::open(ARGV[0])
        same(c.type, 'QEMU')
        d = c.define_domain_xml(File.read(ARGV[1]))
        d.create
        same([d.active?, d.persistent?, d.state[0], d.info.nr_virt_cpu, c.num_of_domains], [true, true, Libvirt::Domain::RUNNING, 1, 1])
        raise 'not listed' unless c.list_all_domains.map(&:name) == ['web'] && c.list_domains == [d.id]
        raise 'no numbers' unless d.memory_stats.any? && c.node_get_info.cpus > 0
        d.suspend
        d.resume
        d.destroy
        d.undefine
        same(c.list_all_domains, [])
        puts 'done'
        """;

    private const string Domain = """
        <domain type='qemu'><name>web</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type></os><devices><serial type='pty'/><graphics type='vnc' port='-1'/></devices></domain>
        """;

    private string Uri => Virsh.UriOf(daemon.Socket);

    [Fact]
    public void Python_makes_every_common_call()
    {
        Virsh.Require();
        Needs.Package(File.Exists("/usr/lib/python3/dist-packages/libvirt.py"), "python3-libvirt is not installed");
        using TempFolder folder = new();
        Do("/usr/bin/python3", folder.Write("calls.py", PythonCalls), Uri, folder.Write("web.xml", Domain));
    }

    [Fact]
    public void Perl_runs_a_guest()
    {
        Virsh.Require();
        Needs.Package(Directory.Exists("/usr/share/doc/libsys-virt-perl"), "libsys-virt-perl is not installed");
        using TempFolder folder = new();
        Do("perl", folder.Write("calls.pl", PerlCalls), Uri, folder.Write("web.xml", Domain));
    }

    [Fact]
    public void Ruby_runs_a_guest()
    {
        Virsh.Require();
        Needs.Package(Directory.Exists("/usr/share/doc/ruby-libvirt"), "ruby-libvirt is not installed");
        using TempFolder folder = new();
        Do("ruby", folder.Write("calls.rb", RubyCalls), Uri, folder.Write("web.xml", Domain));
    }

    [Fact]
    public void Collectd_gathers_a_guests_numbers()
    {
        Virsh.Require();
        Needs.Package(File.Exists("/usr/lib/collectd/virt.so"), "collectd's virt plugin is not installed (Debian package collectd-core)");
        using TempFolder folder = new();
        string settings = folder.Write("collectd.conf", $"""
            BaseDir "{folder.Root}"
            PIDFile "{folder.Root}/pid"
            PluginDir "/usr/lib/collectd"
            TypesDB "/usr/share/collectd/types.db"
            LoadPlugin csv
            LoadPlugin virt
            <Plugin csv>
              DataDir "{folder.Root}/csv"
            </Plugin>
            <Plugin virt>
              Connection "{Uri}"
              HostnameFormat name
              ExtraStats "cpu_util domain_state memory vcpu disk pcpu"
            </Plugin>

            """);
        Virsh.Succeed(daemon.Socket, "create", folder.Write("web.xml", Domain));
        try
        {
            // Once, and it ends.
            Do("/usr/sbin/collectd", "-T", "-C", settings);
            string[] numbers = [
                .. Directory.EnumerateFiles(Path.Combine(folder.Root, "csv", "web", "virt")).Select(f => Path.GetFileName(f)),
            ];
            Assert.Contains(numbers, n => n.StartsWith("memory-rss-", StringComparison.Ordinal));
            Assert.Contains(numbers, n => n.StartsWith("virt_cpu_total-", StringComparison.Ordinal));
            Assert.Contains(numbers, n => n.StartsWith("domain_state-", StringComparison.Ordinal));
        }
        finally
        {
            Virsh.Succeed(daemon.Socket, "destroy", "web");
        }
    }

    [Fact]
    public void Virt_install_makes_guests_which_are_cloned_and_changed()
    {
        Virsh.Require();
        Needs.Program("virt-install", "virtinst");
        using TempFolder folder = new();
        string disk = Path.Combine(folder.Root, "new.qcow2");
        string[] usual =
        [
            "--connect", Uri, "--virt-type", "qemu", "--memory", "64", "--import", "--osinfo", "detect=off,require=off", "--noautoconsole",
        ];
        Do("virt-install", [.. usual, "--name", "plain", "--disk", "none", "--network", "none"]);
        Do("virt-install", [.. usual, "--name", "disk", "--disk", $"path={disk},size=1", "--network", "user"]);
        Assert.True(File.Exists(disk));
        Virsh.Succeed(daemon.Socket, "destroy", "disk");
        Do("virt-clone", "--connect", Uri, "--original", "disk", "--name", "copy", "--auto-clone");
        Do("virt-xml", "-c", Uri, "copy", "--edit", "--memory", "96", "--define");
        Assert.Contains("98304", Virsh.Succeed(daemon.Socket, "dumpxml", "copy"), StringComparison.Ordinal);
        Virsh.Succeed(daemon.Socket, "destroy", "plain");
        foreach (string domain in (string[])["plain", "disk", "copy"])
        {
            Virsh.Succeed(daemon.Socket, "undefine", domain);
        }

        // virt-install makes a pool of the folder.
        string pools = Virsh.Succeed(daemon.Socket, "pool-list", "--all", "--name");
        foreach (string pool in pools.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            Virsh.Succeed(daemon.Socket, "pool-destroy", pool);
            Virsh.Succeed(daemon.Socket, "pool-undefine", pool);
        }
    }

    private static void Do(string program, params string[] words)
    {
        (int code, string said) = Virsh.Run(program, words);
        Assert.True(code == 0, $"{program} {string.Join(' ', words)}: {code}\n{said}");
    }
}
