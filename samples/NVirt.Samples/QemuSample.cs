using NVirt.Cpu;
using NVirt.Cpu.Probe;
using NVirt.Domains.Documents;
using NVirt.Qemu.Capabilities;
using NVirt.Qemu.CommandLine;
using NVirt.Qemu.HostModels;

namespace NVirt.Samples;

/// <summary>What QEMU is told of a guest's CPU.</summary>
public static class QemuSample
{
    /// <summary>Writes the value of <c>-cpu</c> for a domain, on a host and a QEMU that were recorded elsewhere.</summary>
    public static async Task RunAsync(string domain, string recording, string host, TextWriter output, CancellationToken cancellation = default)
    {
        DomainDocument guest = await DomainDocument.ReadFileAsync(domain, cancellation);
        QemuCapabilities qemu = await QemuCapabilities.ReadFileAsync(recording, cancellation: cancellation);
        CpuSource cpu = (await CpuReader.ReadFileAsync(host, cancellation: cancellation))[0];
        QemuArguments arguments = QemuCommandLine.Build(guest, qemu, QemuHost.Of(cpu));
        await output.WriteLineAsync($"-cpu {arguments.ValueOf("-cpu")}");
    }
}
