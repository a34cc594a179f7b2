using NVirt.Qemu.Capabilities;
using NVirt.Qemu.Replies;

namespace NVirt.Samples;

/// <summary>What can this QEMU run here?</summary>
public static class QemuFactsSample
{
    /// <summary>Writes the newest machine, the usable models and the host's CPU of a QEMU that was recorded.</summary>
    public static async Task RunAsync(string recording, TextWriter output, CancellationToken cancellation = default)
    {
        QemuCapabilities qemu = await QemuCapabilities.ReadFileAsync(recording, cancellation: cancellation);
        await output.WriteLineAsync($"QEMU {qemu.Version} for {qemu.Arch}");
        foreach (QemuSlot slot in qemu.Slots)
        {
            QemuMachine? machine = slot.Machines.FirstOrDefault(m => m.Alias == "q35");
            QemuCpuModel[] usable = [.. (slot.Models ?? []).Where(m => m.IsUsable == true && !m.IsDeprecated)];
            await output.WriteLineAsync($"{slot.Accelerator}: q35 is {machine?.Name}, {machine?.MaxCpus} CPUs; {usable.Length} models are usable");
            if (slot.HostCpu is QemuHostCpu { Properties: [QemuProperty first, ..] } cpu)
            {
                await output.WriteLineAsync($"- the host's CPU has {cpu.Properties.Length} properties, the first is {first.Name}");
            }
        }
    }
}
