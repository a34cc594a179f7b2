using System.Globalization;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.X86;

namespace NVirt.Cpu.Probe.X86;

/// <summary>
/// CPUID of one processor as the kernel sees it: four registers at the offset of the leaf, with the sub-leaf in its upper half
/// (Linux cpuid(4)). Once a read fails, it and all later reads return zeros, and <see cref="Failure"/> says why.
/// </summary>
internal sealed class CpuidDevice(string path) : ICpuidSource, IDisposable
{
    private const int SubleafShift = 32;

    private readonly DeviceFile _device = new(path, FileAccess.Read);

    /// <summary>Why the device could not be opened or read; <see langword="null"/> as long as it works.</summary>
    public string? Failure => _device.Failure;

    /// <summary>The device of a processor.</summary>
    /// <param name="folder"><c>/dev/cpu</c>.</param>
    /// <param name="cpu">The number of the processor.</param>
    public static CpuidDevice Of(string folder, int cpu) => new(Path.Combine(folder, cpu.ToString(CultureInfo.InvariantCulture), "cpuid"));

    /// <inheritdoc/>
    public X86Item Read(uint leaf, uint subleaf)
    {
        X86Item item = X86Item.Cpuid(leaf, subleaf);
        if (_device.Open() is { } handle && Failure is null)
        {
            _device.Failure = ProbeFiles.Try(() => item = Read(handle, leaf, subleaf));
        }

        return item;
    }

    /// <summary>The result of using the device.</summary>
    public ProbeSource Describe() => _device.Describe(ProbeSourceKind.CpuidDevice);

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();

    private static X86Item Read(SafeFileHandle handle, uint leaf, uint subleaf)
    {
        Span<byte> record = stackalloc byte[CpuidRecord.Bytes];
        return RandomAccess.Read(handle, record, ((long)subleaf << SubleafShift) | leaf) == record.Length
            ? CpuidRecord.Read(record, leaf, subleaf)
            : throw new EndOfStreamException();
    }
}
