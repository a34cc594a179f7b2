using NVirt.Cpu;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.State;

namespace NVirt.Qemu.Guests;

/// <summary>
/// What a QEMU that is being started is asked, all at once: it listens before it can answer, and reads a byte at a time. The CPU comes
/// first, since the answer takes the longest to judge, and what nothing depends on comes last.
/// </summary>
internal sealed class FirstQuestions(QemuArguments arguments, CpuDriver driver, PrivateFolder files, CancellationToken cancellation)
{
    private static readonly TimeSpan JournalPatience = TimeSpan.FromSeconds(5);

    private Task _journal = Task.CompletedTask;
    private Task _events = Task.CompletedTask;
    private Task<BuiltCpu>? _cpu;

    /// <summary>Asks.</summary>
    public void Ask(GuestMonitor monitor)
    {
        _journal = GuestJournal.OpenAsync(files, JournalPatience, cancellation);
        _cpu = arguments.VcpusToPlug.IsEmpty ? ReadCpuAsync(monitor) : null;
        _events = MigrationCapabilities.SetForStartAsync(monitor, cancellation);
    }

    /// <summary>The CPU that it built. Virtual CPUs that come later are plugged in before.</summary>
    public async Task<BuiltCpu> CpuAsync(GuestMonitor monitor)
    {
        if (_cpu is null)
        {
            await VcpuPlugger.PlugAsync(monitor, arguments.VcpusToPlug, cancellation);
            _cpu = ReadCpuAsync(monitor);
        }

        return await _cpu;
    }

    /// <summary>Waits until all the rest is done.</summary>
    public async Task EndAsync()
    {
        await _journal;
        await _events;
    }

    private Task<BuiltCpu> ReadCpuAsync(GuestMonitor monitor) => driver.Arch.IsX86()
        ? BuiltCpuReader.ReadAsync(monitor, driver, LiveCpu.SwitchesOf(arguments.Domain.Features), cancellation)
        : Task.FromResult(BuiltCpu.None);
}
