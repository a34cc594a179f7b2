using System.Xml.Linq;
using NVirt.Cpu.MapTables;
using NVirt.Xml;

namespace NVirt.Cpu.Map.Libvirt;

/// <summary>Reads one <c>model</c> of a map in libvirt's format (cpu-rules.md 3.2).</summary>
internal sealed class LibvirtModelInterpreter(string file, XElement element)
{
    public ModelSource Read()
    {
        ModelSource model = new(LibvirtXml.Required(file, element, "name"), LibvirtXml.Place(file, element));
        if (element.Element("check") is { } check)
        {
            model.CheckCompat = Word(check, "partial", "compat", "compat");
        }

        XElement decode = element.Element("decode")
            ?? throw Broken(element, new MapProblem(MapProblemKind.MissingDecode, model.Place, model.Name).Message);
        model.DecodeHost = Word(decode, "host", "on", "off");
        model.DecodeGuest = Word(decode, "guest", "on", "off");
        model.Ancestor = LibvirtXml.Name(file, element.Element("model"));
        model.Vendor = LibvirtXml.Name(file, element.Element("vendor"));
        model.Signatures.AddRange(element.Elements("signature").Select(ReadSignature));
        foreach (XElement feature in element.Elements("feature"))
        {
            NameSource name = LibvirtXml.Name(file, feature)!;
            bool removed = feature.Attribute("removed") is not null && Word(feature, "removed", "yes", "no");
            bool added = feature.Attribute("added") is not null && Word(feature, "added", "yes", "no");
            (removed ? model.Removed : added ? model.Added : model.Features).Add(name);
        }

        return model;
    }

    private SignatureSource ReadSignature(XElement signature)
    {
        string family = LibvirtXml.Required(file, signature, "family");
        string model = LibvirtXml.Required(file, signature, "model");
        if (!Digits.TryParse(family, out uint familyNumber) || familyNumber == 0
            || !Digits.TryParse(model, out uint modelNumber) || modelNumber > 255)
        {
            throw Broken(signature, Text.Of(Messages.Map_BadSignature, family, model));
        }

        string? steppings = (string?)signature.Attribute("stepping");
        return new SignatureSource(familyNumber, modelNumber, steppings is null ? ushort.MaxValue : Steppings(signature, steppings));
    }

    // A set such as 0-4,7.
    private ushort Steppings(XElement signature, string text)
    {
        int mask = 0;
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !Digits.TryParse(ends[0], out int first)
                || !Digits.TryParse(ends[^1], out int last) || first > last || last > 15)
            {
                throw Broken(signature, Text.Of(Messages.Map_BadSteppings, text));
            }

            mask |= (0xffff >> (15 - last)) & (0xffff << first);
        }

        return (ushort)mask;
    }

    private bool Word(XElement owner, string attribute, string yes, string no)
    {
        string value = LibvirtXml.Required(file, owner, attribute);
        return value == yes || (value == no ? false : throw Broken(owner, Text.Of(Messages.Map_BadWord, attribute, value, yes, no)));
    }

    private CpuException Broken(XElement where, string problem) => LibvirtXml.Broken(LibvirtXml.Place(file, where), problem);
}
