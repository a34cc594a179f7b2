using NVirt.Xml;

namespace NVirt.Cpu.Xml;

/// <summary>Writes a definition (cpu-rules.md 1.3).</summary>
internal sealed class CpuWriter(IndentedXml xml)
{
    // libvirt writes nothing for an empty definition.
    private const string Nothing = "<cpu/>";

    private readonly IndentedXml _xml = xml;

    /// <summary>The definition as a separate document.</summary>
    /// <param name="cpu">The definition.</param>
    /// <param name="margin">Text before every line.</param>
    /// <param name="lineEnd">Text after every line.</param>
    public static string Write(CpuDefinition cpu, string margin = "", string lineEnd = "\n")
    {
        IndentedXml xml = new(CpuException.Of, margin, lineEnd);
        new CpuWriter(xml).WriteElement(cpu);
        string text = xml.ToString();
        return text.AsSpan().Trim().SequenceEqual(Nothing) ? string.Empty : text;
    }

    /// <summary>The definition as an element of another document.</summary>
    /// <param name="cpu">The definition.</param>
    /// <param name="writeMore">Writes what the other document has inside the element in addition to the definition.</param>
    public void WriteElement(CpuDefinition cpu, Action? writeMore = null)
    {
        if (cpu is { Mode: CpuMode.Custom, Model: null, Features.Count: > 0 })
        {
            CpuReason reason = new(CpuRule.Malformed, Messages.Xml_FeaturesWithoutModel);
            throw new CpuException(CpuErrorKind.Internal, reason);
        }

        _xml.Start("cpu");
        WriteAttributes(cpu);
        WriteModel(cpu);
        WriteHostParts(cpu);
        WriteParts(cpu);
        WriteFeatures(cpu);
        if (cpu is { Type: CpuType.Guest, Numa: { } numa })
        {
            NumaWriter.Write(_xml, numa);
        }

        writeMore?.Invoke();
        _xml.End();
    }

    private void WriteAttributes(CpuDefinition cpu)
    {
        if (cpu.Type == CpuType.Host || cpu is { Mode: CpuMode.Custom or null, Model: null })
        {
            return;
        }

        CpuMode mode = cpu.Mode ?? CpuMode.Custom;
        _xml.Attribute("mode", CpuWords.Of(mode));
        _xml.Attribute("match", mode == CpuMode.Custom ? CpuWords.Of(cpu.Match) : null);
        _xml.Attribute("check", cpu.Check == CpuCheck.Default ? null : CpuWords.Of(cpu.Check));
        if (mode is CpuMode.HostPassthrough or CpuMode.Maximum)
        {
            _xml.Attribute("migratable", XmlWords.Of(cpu.Migratable, XmlWords.OnOff));
        }

        _xml.Attribute("deprecated_features", XmlWords.Of(cpu.DeprecatedFeatures, XmlWords.OnOff));
    }

    // A host that was read has no mode; libvirt then leaves out model and vendor (cpu-rules.md 7, item 14), which helps nobody.
    private void WriteModel(CpuDefinition cpu)
    {
        if (cpu.Type == CpuType.Host && cpu.Arch != CpuArchitecture.None)
        {
            _xml.TextElement("arch", cpu.Arch.ToName());
        }

        if (cpu.Mode is CpuMode.HostPassthrough or CpuMode.Maximum)
        {
            return;
        }

        if (cpu.Model is not null || cpu.VendorId is not null)
        {
            _xml.Start("model");
            _xml.Attribute("fallback", cpu is { Type: CpuType.Guest, Model: not null } ? CpuWords.Of(cpu.Fallback) : null);
            _xml.Attribute("vendor_id", cpu.VendorId);
            if (cpu.Model is not null)
            {
                _xml.Content(cpu.Model);
            }

            _xml.End();
        }

        if (cpu.Vendor is not null)
        {
            _xml.TextElement("vendor", cpu.Vendor);
        }
    }

    private void WriteHostParts(CpuDefinition cpu)
    {
        if (cpu.Type != CpuType.Host)
        {
            return;
        }

        if (cpu.Microcode != 0)
        {
            Write("microcode", ("version", cpu.Microcode));
        }

        if (cpu.Signature is { Family: not 0 } signature)
        {
            Write("signature", ("family", signature.Family), ("model", signature.Model), ("stepping", signature.Stepping));
        }

        if (cpu.Tsc is { } tsc)
        {
            _xml.Start("counter");
            _xml.Attribute("name", "tsc");
            _xml.Attribute("frequency", tsc.Frequency);
            _xml.Attribute("scaling", XmlWords.Of(tsc.Scaling, XmlWords.YesNo));
            _xml.End();
        }
    }

    private void WriteParts(CpuDefinition cpu)
    {
        if (cpu.Topology is { Sockets: > 0, Dies: > 0, Clusters: > 0, Cores: > 0, Threads: > 0 } t)
        {
            Write(
                "topology",
                ("sockets", t.Sockets),
                ("dies", t.Dies),
                ("clusters", t.Clusters),
                ("cores", t.Cores),
                ("threads", t.Threads));
        }

        if (cpu.Cache is { } cache)
        {
            _xml.Start("cache");
            _xml.Attribute("level", (ulong?)cache.Level);
            _xml.Attribute("mode", CpuXmlWords.CacheModes[(int)cache.Mode]);
            _xml.End();
        }

        if (cpu.MaxPhysAddr is { } address)
        {
            _xml.Start("maxphysaddr");
            _xml.Attribute("mode", CpuWords.MaxPhysAddrModes[(int)address.Mode]);
            _xml.Attribute("bits", (ulong?)address.Bits);
            _xml.Attribute("limit", (ulong?)address.Limit);
            _xml.End();
        }
    }

    private void WriteFeatures(CpuDefinition cpu)
    {
        foreach (CpuFeature feature in cpu.Features.AsSpan())
        {
            _xml.Start("feature");
            _xml.Attribute("policy", cpu.Type == CpuType.Guest ? CpuWords.Of(feature.Policy ?? CpuPolicy.Require) : null);
            _xml.Attribute("name", feature.Name);
            _xml.End();
        }
    }

    private void Write(string name, params ReadOnlySpan<(string Name, uint Value)> attributes)
    {
        _xml.Start(name);
        foreach ((string attribute, uint value) in attributes)
        {
            _xml.Attribute(attribute, value);
        }

        _xml.End();
    }
}
