using NVirt.Cpu;
using NVirt.Domains.Documents;
using NVirt.Domains.Driver;
using NVirt.Domains.Testing;
using NVirt.Qemu.Driver;
using NVirt.Qemu.Guests;
using NVirt.Qemu.HostModels;
using NVirt.Qemu.Migration;
using NVirt.Qemu.State;
using NVirt.Testing;

namespace NVirt.Qemu.Tests.Driver;

/// <summary>A host for domains, which is only a folder. Everything that runs in it ends with the test.</summary>
internal sealed class HostFolder : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>A new host.</summary>
    /// <param name="allowed">Emulators that guests from other hosts may use in addition to the system's.</param>
    public HostFolder(params string[] allowed)
    {
        RealQemu.Require();
        Driver = new QemuDriver(new QemuDriverOptions { Root = Root, PeerEmulators = allowed });
    }

    public string Root => Path.Combine(_folder.Root, "host");

    public QemuDriver Driver { get; }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A path for something that belongs to the host.</summary>
    public string PathOf(string name) => Path.Combine(_folder.Root, name);

    /// <summary>A shell script that belongs to the host.</summary>
    public string WriteScript(string name, string text) => _folder.WriteScript(name, text);

    /// <summary>A small domain with this inside.</summary>
    public static DomainDocument Small(string inside, string name = "small") => DomainDocument.Parse(
        $"<domain type='qemu'><name>{name}</name><memory unit='MiB'>16</memory><vcpu>1</vcpu><os><type "
            + $"arch='x86_64'>hvm</type></os>{inside}</domain>", "small.xml");

    public async Task<DomainStarted> StartAsync(DomainDocument document)
    {
        DomainSummary defined = await Driver.DefineAsync(document, Cancellation);
        return await Driver.StartAsync(defined.Name, cancellation: Cancellation);
    }

    /// <summary>Starts the small domain beneath the driver.</summary>
    public async Task<StartedGuest> StartGuestAsync(bool isIncoming = false, TimeSpan? pause = null, bool isLeashed = false)
    {
        await Driver.DefineAsync(Small(string.Empty), Cancellation);
        DomainDocument document = await Driver.GetDocumentAsync("small", cancellation: Cancellation);
        StateFolder folder = new(Root);
        return await new GuestStarter(folder, new RunStore(folder)) { KeepPause = pause ?? GuestKeeper.Pause }.StartAsync(
            new GuestStart
            {
                Document = document,
                StartDocument = document,
                Asking = RealQemu.Capabilities,
                Host = QemuHost.ThisMachine(),
                Map = CpuMap.Default,
                IsIncoming = isIncoming,
                IsLeashed = isLeashed,
            },
            Cancellation);
    }

    /// <summary>Asserts that nothing of a guest is left: no process, no file.</summary>
    public async Task AssertNothingRunsAsync()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(Root, "run")));
        await AssertAllEndedAsync();
    }

    /// <summary>Asserts that no guest runs. The remains of one that ended by itself stay until the next start.</summary>
    public async Task AssertAllEndedAsync()
    {
        Assert.DoesNotContain(await Driver.ListAsync(Cancellation), d => d.IsActive);
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc"), p => CommandLineOf(p).Contains(Root, StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (DomainSummary domain in (await Driver.ListAsync(CancellationToken.None)).Where(d => d.IsActive))
        {
            try
            {
                await Driver.DestroyAsync(domain.Uuid.ToString(), CancellationToken.None);
            }
            catch (DomainException e) when (e.Kind == DomainErrorKind.InvalidState)
            {
                // It has ended by itself meanwhile.
            }
        }

        await Driver.DisposeAsync();
        _folder.Dispose();
    }

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return string.Empty;
        }
    }
}
