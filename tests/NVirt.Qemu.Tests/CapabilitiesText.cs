using System.Globalization;
using System.Text;
using NVirt.Qemu.Capabilities;

namespace NVirt.Qemu.Tests;

/// <summary>All capabilities as text, one fact per line, for comparing.</summary>
internal static class CapabilitiesText
{
    public static string Of(QemuCapabilities qemu)
    {
        StringBuilder text = new();
        Line(qemu.Binary, qemu.Version, qemu.Package, qemu.Arch);
        Line(qemu.HasMaximumCpu, qemu.HasMigratableProperty, qemu.HasUnavailableFeatures, qemu.HasKvmNoAdjvtime,
            qemu.HasDeprecatedProperties, qemu.HasDies, qemu.HasClusters);
        foreach (QemuSlot slot in qemu.Slots)
        {
            Line(slot.Accelerator);
            foreach (var model in slot.Models ?? [])
            {
                Line(model.Name, model.TypeName, model.IsDeprecated, model.Blockers is { } blockers ? string.Join(',', blockers)
                    : "unknown");
            }

            foreach (QemuMachine machine in slot.Machines)
            {
                Line(machine);
            }

            if (slot.HostCpu is { } cpu)
            {
                Line(cpu.Model, cpu.KnowsMigratability, string.Join(',', cpu.Deprecated), string.Join(',', cpu.HyperV),
                    string.Join(',', cpu.NonMigratable.Order()));
                foreach (var property in cpu.Properties)
                {
                    Line(property);
                }
            }
        }

        return text.ToString();

        void Line(params object?[] facts) => text.AppendLine(CultureInfo.InvariantCulture, $"{string.Join('|', facts)}");
    }
}
