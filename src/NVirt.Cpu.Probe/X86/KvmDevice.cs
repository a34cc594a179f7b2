using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using NVirt.Cpu.Probe.Linux;
using NVirt.Cpu.X86.Evidence;

namespace NVirt.Cpu.Probe.X86;

/// <summary>What KVM reports about the processor (Linux Documentation/virt/kvm/api.rst).</summary>
internal sealed class KvmDevice(string path) : IMsrSource, IDisposable
{
    private const nuint CreateVm = 0xAE01;
    private const nuint CheckExtension = 0xAE03;
    private const nuint CreateVcpu = 0xAE41;
    private const nuint GetTscKhz = 0xAEA3;
    private const nuint GetMsrs = 0xC008AE88;
    private const nint CapTscControl = 60;
    private const int Attempts = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly DeviceFile _device = new(path, FileAccess.ReadWrite);

    /// <inheritdoc/>
    public X86MsrSource Label => X86MsrSource.Kvm;

    /// <summary>A feature MSR as KVM can offer it. The query returns the number of MSRs that it read.</summary>
    public MsrOutcome TryRead(uint index, out ulong value)
    {
        KvmMsrs msrs = new() { Count = 1, Index = index };
        bool isRead = _device.Open() is { } kvm && Libc.Ioctl(kvm, GetMsrs, ref msrs) == 1;
        value = msrs.Value;
        return isRead ? MsrOutcome.Read : MsrOutcome.Failed;
    }

    /// <summary>
    /// The time stamp counter of a virtual CPU that is created for this and removed at once; <see langword="null"/> if KVM creates none, or
    /// not within two seconds.
    /// </summary>
    public CpuTsc? ReadTsc()
    {
        if (_device.Open() is not { } kvm)
        {
            return null;
        }

        // A thread of the pool would be stuck if the kernel did not return; the caller must not be.
        Task<CpuTsc?> reading = Task.Run(() => ReadTsc(kvm));
        return reading.Wait(Patience) ? reading.Result : null;
    }

    /// <summary>The result of using the device.</summary>
    public ProbeSource Describe() => _device.Describe(ProbeSourceKind.Kvm);

    /// <inheritdoc/>
    public void Dispose() => _device.Dispose();

    private static CpuTsc? ReadTsc(SafeFileHandle kvm)
    {
        using SafeFileHandle machine = Create(kvm, CreateVm);
        using SafeFileHandle vcpu = Create(machine, CreateVcpu);
        int kilohertz = vcpu.IsInvalid ? 0 : Libc.Ioctl(vcpu, GetTscKhz, 0);
        return kilohertz > 0 ? new CpuTsc((ulong)kilohertz * 1000, CanScale(kvm)) : null;
    }

    private static bool? CanScale(SafeFileHandle kvm)
    {
        int answer = Libc.Ioctl(kvm, CheckExtension, CapTscControl);
        return answer >= 0 ? answer > 0 : null;
    }

    // A signal may interrupt the creation of a virtual machine (EINTR); a few more attempts do no harm for other errors.
    private static SafeFileHandle Create(SafeHandle parent, nuint request)
    {
        int file = -1;
        for (int i = 0; i < Attempts && file < 0 && !parent.IsInvalid; i++)
        {
            file = Libc.Ioctl(parent, request, 0);
        }

        return new SafeFileHandle(file, ownsHandle: true);
    }
}
