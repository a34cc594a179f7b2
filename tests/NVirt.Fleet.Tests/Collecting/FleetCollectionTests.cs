using NVirt.Domains.Driver.Peers;
using NVirt.Fleet.Collecting;
using NVirt.Fleet.Inventories;
using NVirt.Platforms;

namespace NVirt.Fleet.Tests.Collecting;

public sealed class FleetCollectionTests
{
    private const string Uuid = "11111111-2222-3333-4444-555555555555";

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    // What libvirt's program says there, and what the shell runs besides.
    private static readonly string Virsh = $$"""
        #!/bin/sh
        case "$*" in
          *"list --all --uuid"*) echo {{Uuid}} ;;
          *"list --uuid"*) echo {{Uuid}} ;;
          *" version"*) printf 'Using library: libvirt 9.0.0\nRunning hypervisor: QEMU 7.2.0\n' ;;
          *domcapabilities*) ;;
          *capabilities*) echo "<capabilities><host><cpu><arch>x86_64</arch><model>Haswell</model><vendor>Intel</vendor></cpu></host>" \
            "</capabilities>" ;;
          *--inactive*) echo "<domain type='kvm'><name>shop</name><cpu mode='host-model'/></domain>" ;;
          *dumpxml*) echo "<domain type='kvm'><name>shop</name>" \
            "<cpu mode='custom' match='exact' check='full'><model>Nehalem</model></cpu></domain>" ;;
        esac
        """;

    [Fact]
    public async Task Hosts_and_their_guests_come_from_what_they_say()
    {
        Needs.Linux("a shell stands for the other host");
        using TempFolder folder = new();
        SshProgram ssh = Ssh(folder, Virsh);
        string into = Path.Combine(folder.Root, "fleet");
        IReadOnlyList<string> problems = await FleetCollection.CollectAsync(
            ["root@one:2222"], into, Long, CpuMap.Default, ssh, TestContext.Current.CancellationToken);
        FleetInventory inventory = InventoryReader.Read(into);
        FleetGuest guest = inventory.Guests.Single();

        Assert.Empty(problems);
        Assert.Equal("one", inventory.Hosts.Single().Name);
        Assert.Contains(inventory.Hosts.Single().Details.Statements, s => s.Truth == StatementTruth.Physical);
        Assert.Contains(("qemu", "7.2.0"), inventory.Hosts.Single().Details.Versions.Told);
        Assert.Equal(("shop", "one", true), (guest.Name, guest.Host, guest.IsRunning));
        Assert.Equal("Nehalem", guest.Class.Judged.Model);
        Assert.Equal(StatementClass.HostModel, guest.Details.Request!.Class);
        await Assert.ThrowsAsync<CpuException>(() => FleetCollection.CollectAsync(
            ["one"], into, Long, CpuMap.Default, ssh, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Of_a_host_that_cannot_be_asked_nothing_is_known_and_it_is_told()
    {
        Needs.Linux("a shell stands for the other host");
        using TempFolder folder = new();
        SshProgram ssh = Ssh(folder, Virsh);
        string into = Path.Combine(folder.Root, "fleet");
        IReadOnlyList<string> problems = await FleetCollection.CollectAsync(
            ["one", "gone", "short"], into, Long, CpuMap.Default, ssh, TestContext.Current.CancellationToken);
        FleetInventory inventory = InventoryReader.Read(into);

        Assert.Equal(2, problems.Count);
        Assert.Contains("No route to host", problems[0], StringComparison.Ordinal);
        Assert.False(inventory.FindHost("one")!.Class.IsUnreachable);
        Assert.True(inventory.FindHost("gone")!.Class.IsUnreachable);
        Assert.True(inventory.FindHost("short")!.Class.IsUnreachable);
    }

    [Fact]
    public async Task A_host_that_never_ends_is_given_up()
    {
        Needs.Linux("a shell stands for the other host");
        using TempFolder folder = new();
        IReadOnlyList<string> problems = await FleetCollection.CollectAsync(
            ["one"], Path.Combine(folder.Root, "fleet"), TimeSpan.FromSeconds(1), CpuMap.Default, Ssh(folder, "#!/bin/sh\nsleep 600\n"),
            TestContext.Current.CancellationToken);

        Assert.Single(problems);
    }

    [Theory]
    [InlineData("-oProxyCommand=x")]
    [InlineData("a b")]
    [InlineData("a;b")]
    [InlineData("host:0")]
    [InlineData("host:99999")]
    [InlineData("@host")]
    [InlineData("")]
    public async Task What_ssh_could_take_for_something_else_is_refused(string word)
    {
        using TempFolder folder = new();
        await Assert.ThrowsAsync<CpuException>(() => FleetCollection.CollectAsync(
            [word], Path.Combine(folder.Root, "fleet"), Long, CpuMap.Default, ssh: null, TestContext.Current.CancellationToken));
    }

    // Runs here what it is told to run there, with another virsh in front.
    private static SshProgram Ssh(TempFolder folder, string virsh)
    {
        string programs = Path.Combine(folder.Root, "bin");
        Directory.CreateDirectory(programs);
        Executable(Path.Combine(programs, "virsh"), virsh);
        string ssh = Path.Combine(programs, "ssh");
        Executable(ssh, $"""
            #!/bin/sh
            while [ "$1" != "--" ]; do shift; done
            case "$2" in
              gone) echo "ssh: connect to host gone port 22: No route to host" >&2; exit 255 ;;
              short) echo; exit 0 ;;
            esac
            PATH="{programs}:$PATH" exec sh -c "$3"

            """);
        return new SshProgram([ssh]);
    }

    private static void Executable(string file, string text)
    {
        File.WriteAllText(file, text + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
