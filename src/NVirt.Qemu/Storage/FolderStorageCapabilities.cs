using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>What there can be.</summary>
internal sealed partial class FolderStorage
{
    public string GetCapabilities()
    {
        IndentedXml xml = new(StorageReading.Make);
        xml.Start("storagepoolCapabilities");
        foreach (string kind in PoolInterpreter.Kinds)
        {
            bool isBuilt = kind == PoolInterpreter.OnlyKind;
            xml.Start("pool");
            xml.Attribute("type", kind);
            xml.Attribute("supported", isBuilt ? "yes" : "no");
            xml.CloseTag();
            if (isBuilt)
            {
                WriteFormats(xml);
            }

            xml.End();
        }

        xml.End();
        return xml.ToString();
    }

    public string FindSources(string kind) => throw (PoolInterpreter.Kinds.Contains(kind)
        ? StorageRefusals.Of(StorageErrorKind.NoSupport, Messages.Storage_NoSources, kind)
        : StorageRefusals.Of(StorageErrorKind.Internal, Messages.Storage_UnknownKind, kind));

    private static void WriteFormats(IndentedXml xml)
    {
        xml.Start("volOptions");
        xml.Start("defaultFormat");
        xml.Attribute("type", ImageFormat.Raw.Name);
        xml.End();
        xml.Start("enum");
        xml.Attribute("name", "targetFormatType");
        foreach (ImageFormat format in ImageFormat.All)
        {
            xml.TextElement("value", format.Name);
        }

        xml.End();
        xml.End();
    }
}
