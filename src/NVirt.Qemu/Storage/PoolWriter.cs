using NVirt.Domains.Storage;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>Writes pools as libvirt does.</summary>
internal static class PoolWriter
{
    public static string Write(PoolDefinition pool, StorageSpace space)
    {
        IndentedXml xml = new(StorageReading.Make);
        xml.Start("pool");
        xml.Attribute("type", "dir");
        xml.TextElement("name", pool.Name);
        xml.TextElement("uuid", pool.Uuid.ToString());
        StorageWriting.Bytes(xml, "capacity", space.Capacity);
        StorageWriting.Bytes(xml, "allocation", space.Allocation);
        StorageWriting.Bytes(xml, "available", space.Available);
        xml.Start("source");
        xml.CloseTag();
        xml.End();
        xml.Start("target");
        xml.TextElement("path", pool.Path);
        StorageWriting.Write(xml, pool.Permissions);
        xml.End();
        xml.End();
        return xml.ToString();
    }
}
