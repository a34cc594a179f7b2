using System.Collections.Immutable;
using System.Globalization;
using NVirt.Cpu;
using NVirt.Xml;

namespace NVirt.Domains.Capabilities.Domains;

/// <summary>Writes domain capabilities, in libvirt's order.</summary>
internal sealed class DomainCapabilitiesWriter(IndentedXml xml)
{
    public void Write(DomainCapabilities capabilities)
    {
        xml.Start(DomainCapabilitiesXml.Root);
        WriteText("path", capabilities.Path);
        WriteText("domain", capabilities.DomainType);
        WriteText("machine", capabilities.Machine);
        WriteText("arch", capabilities.Arch == CpuArchitecture.None ? null : capabilities.Arch.ToName());
        if (capabilities.MaxVcpus is { } max)
        {
            xml.Start("vcpu");
            xml.Attribute("max", max.ToString(CultureInfo.InvariantCulture));
            xml.End();
        }

        foreach (var element in capabilities.BeforeCpu)
        {
            OtherElements.Write(xml, element);
        }

        if (capabilities.Cpu is { } cpu)
        {
            Write(cpu);
        }

        foreach (var element in capabilities.AfterCpu)
        {
            OtherElements.Write(xml, element);
        }

        xml.End();
    }

    public void Write(DomainCpuCapabilities cpu)
    {
        xml.Start("cpu");
        WriteMigratable("host-passthrough", "hostPassthroughMigratable", cpu.HostPassthrough);
        WriteMigratable("maximum", "maximumMigratable", cpu.Maximum);
        WriteHostModel(cpu.HostModel);
        StartMode("custom", cpu.Custom.Length > 0);
        foreach (DomainCpuModel model in cpu.Custom)
        {
            Write(model);
        }

        xml.End();
        xml.End();
    }

    private void StartMode(string name, bool isSupported)
    {
        xml.Start("mode");
        xml.Attribute("name", name);
        xml.Attribute("supported", XmlWords.Of(isSupported, XmlWords.YesNo));
    }

    private void WriteMigratable(string mode, string name, ImmutableArray<bool>? values)
    {
        StartMode(mode, values is not null);
        if (values is { Length: > 0 } known)
        {
            xml.Start("enum");
            xml.Attribute("name", name);
            foreach (bool value in known)
            {
                WriteText("value", XmlWords.Of(value, XmlWords.OnOff));
            }

            xml.End();
        }

        xml.End();
    }

    private void WriteHostModel(CpuDefinition? cpu)
    {
        StartMode("host-model", cpu is not null);
        if (cpu is not null)
        {
            xml.Start("model");
            xml.Attribute("fallback", CpuWords.Of(cpu.Fallback));
            xml.Content(cpu.Model ?? string.Empty);
            xml.End();
            WriteText("vendor", cpu.Vendor);
            WriteAddressSize(cpu.MaxPhysAddr);
            foreach (CpuFeature feature in cpu.Features)
            {
                xml.Start("feature");
                xml.Attribute("policy", CpuWords.Of(feature.Policy ?? CpuPolicy.Require));
                xml.Attribute("name", feature.Name);
                xml.End();
            }
        }

        xml.End();
    }

    private void WriteAddressSize(CpuMaxPhysAddr? address)
    {
        if (address is { } size)
        {
            xml.Start("maxphysaddr");
            xml.Attribute("mode", CpuWords.MaxPhysAddrModes[(int)size.Mode]);
            xml.Attribute("bits", (ulong?)size.Bits);
            xml.Attribute("limit", (ulong?)size.Limit);
            xml.End();
        }
    }

    private void Write(DomainCpuModel model)
    {
        xml.Start("model");
        xml.Attribute("usable", model.IsUsable is { } usable ? XmlWords.Of(usable, XmlWords.YesNo) : "unknown");
        xml.Attribute("deprecated", model.IsDeprecated ? XmlWords.Of(true, XmlWords.YesNo) : null);
        xml.Attribute("vendor", model.Vendor);
        xml.Attribute("canonical", model.Canonical);
        xml.Content(model.Name);
        xml.End();
        if (model.Blockers.Length > 0)
        {
            xml.Start("blockers");
            xml.Attribute("model", model.Name);
            foreach (string blocker in model.Blockers)
            {
                xml.Start("feature");
                xml.Attribute("name", blocker);
                xml.End();
            }

            xml.End();
        }
    }

    private void WriteText(string name, string? text)
    {
        if (text is not null)
        {
            xml.Start(name);
            xml.Content(text);
            xml.End();
        }
    }
}
