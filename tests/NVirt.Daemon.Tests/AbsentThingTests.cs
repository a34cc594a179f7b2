using System.Text;

namespace NVirt.Daemon.Tests;

/// <summary>
/// What hosts of NVirt do not have, and emulators that are not there: the code and the text of errors are those that libvirtd 9.0.0 gave to
/// the same calls.
/// </summary>
public sealed class AbsentThingTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    private const string Calls = """
        import libvirt, sys
        libvirt.registerErrorHandler(lambda *a: None, None)
        libvirt.virEventRegisterDefaultImpl()
        c = libvirt.open(sys.argv[1])
        u = "11111111-2222-3333-4444-555555555555"
        x = "<domain type='qemu'><name>e1</name><memory>65536</memory><os><type arch='x86_64'>hvm</type></os><devices><emulator>/usr/bin/nonexist</emulator></devices></domain>"
        n = lambda *a: None
        for name, call in {
            "device": lambda: c.nodeDeviceLookupByName("nope"),
            "devices": lambda: c.listDevices("usb", 0),
            "network": lambda: c.networkLookupByUUIDString(u),
            "filter": lambda: c.nwfilterLookupByUUIDString(u),
            "binding": lambda: c.nwfilterBindingLookupByPortDev("x"),
            "secret": lambda: c.secretLookupByUsage(1, "x"),
            "interface": lambda: c.interfaceLookupByName("nope"),
            "address": lambda: c.interfaceLookupByMACString("00:11:22:33:44:55"),
            "network events": lambda: c.networkEventDeregisterAny(c.networkEventRegisterAny(None, 0, n, None)),
            "device events": lambda: c.nodeDeviceEventDeregisterAny(c.nodeDeviceEventRegisterAny(None, 1, n, None)),
            "secret events": lambda: c.secretEventDeregisterAny(c.secretEventRegisterAny(None, 1, n, None)),
            "other events": lambda: c.networkEventDeregisterAny(77),
            "define": lambda: c.defineXML(x),
            "create": lambda: c.createXML(x, 0),
            "capabilities": lambda: c.getDomainCapabilities("/usr/bin/nonexist"),
        }.items():
            try:
                print(name, call())
            except libvirt.libvirtError as e:
                about = e.get_error_message() if e.get_error_code() != libvirt.VIR_ERR_SYSTEM_ERROR else ""
                print(name, e.get_error_code(), e.get_error_domain(), about)
        """;

    [Fact]
    public void What_is_not_there_is_told_as_by_libvirt()
    {
        Needs.Linux("the daemon's sockets are those of Linux");
        Needs.Package(File.Exists("/usr/lib/python3/dist-packages/libvirt.py"), "for libvirt's binding: apt-get install python3-libvirt");
        string uri = $"qemu:///{(Environment.IsPrivilegedProcess ? "system" : "session")}?socket={daemon.Socket}";
        Assert.Equal(
            """
            device 53 22 Node device not found: no node device with matching name 'nope'
            devices []
            network 43 19 Network not found: no network with matching uuid '11111111-2222-3333-4444-555555555555'
            filter 62 33 Network filter not found: no nwfilter with matching uuid '11111111-2222-3333-4444-555555555555'
            binding 101 33 Network filter binding not found: no nwfilter binding for port dev 'x'
            secret 66 30 Secret not found: no secret with matching usage 'x'
            interface 57 26 Interface not found: couldn't find interface named 'nope'
            address 57 26 Interface not found: couldn't find interface with MAC address '00:11:22:33:44:55'
            network events None
            device events None
            secret events None
            other events 8 0 invalid argument: event callback id 77 not registered
            define 38 10 
            create 38 10 
            capabilities 38 10 

            """,
            Encoding.UTF8.GetString(Peer.Output("/usr/bin/python3", "-c", Calls, uri)));
    }
}
