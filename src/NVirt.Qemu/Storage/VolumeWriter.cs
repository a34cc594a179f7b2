using System.Globalization;
using NVirt.Domains.Storage;
using NVirt.Qemu.State;
using NVirt.Xml;

namespace NVirt.Qemu.Storage;

/// <summary>Writes volumes as libvirt does.</summary>
internal static class VolumeWriter
{
    /// <summary>A volume as XML.</summary>
    /// <param name="volume">The volume.</param>
    /// <param name="path">Its path.</param>
    /// <param name="info">Its size.</param>
    /// <param name="status">What the kernel knows of its file.</param>
    public static string Write(Volume volume, string path, StorageVolumeInfo info, FileStatus status)
    {
        IndentedXml xml = new(StorageReading.Make);
        xml.Start("volume");
        xml.Attribute("type", info.Kind == StorageVolumeKind.Folder ? "dir" : "file");
        xml.TextElement("name", volume.Name);
        xml.TextElement("key", path);
        StorageWriting.Bytes(xml, "capacity", info.Capacity);
        StorageWriting.Bytes(xml, "allocation", info.Allocation);
        if (info.Physical > 0)
        {
            StorageWriting.Bytes(xml, "physical", info.Physical);
        }

        xml.Start("target");
        Write(xml, path, volume.Format.Name, status);
        Write(xml, volume.Details);
        xml.End();
        if (volume.Backing is { } backing)
        {
            xml.Start("backingStore");
            Write(xml, backing.Path, backing.Format ?? ImageFormat.Raw.Name, backing.IsFile ? FileStatus.Of(backing.Path) : null);
            xml.End();
        }

        xml.End();
        return xml.ToString();
    }

    private static void Write(IndentedXml xml, string path, string format, FileStatus? status)
    {
        xml.TextElement("path", path);
        xml.Start("format");
        xml.Attribute("type", format);
        xml.End();
        if (status is not { } there)
        {
            return;
        }

        StorageWriting.Write(xml, StorageWriting.Of(there));
        xml.Start("timestamps");
        xml.TextElement("atime", there.Read.ToString());
        xml.TextElement("mtime", there.Written.ToString());
        xml.TextElement("ctime", there.Changed.ToString());
        xml.TextElement("btime", there.Made.ToString());
        xml.End();
    }

    private static void Write(IndentedXml xml, ImageDetails details)
    {
        if (details.Compat is { } compat)
        {
            xml.TextElement("compat", compat);
        }

        if (details.ClusterSize is { } size)
        {
            xml.Start("clusterSize");
            xml.Attribute("unit", "B");
            xml.Content(size.ToString(CultureInfo.InvariantCulture));
            xml.End();
        }

        if (details.Features is { } features)
        {
            xml.Start("features");
            foreach (string feature in features)
            {
                xml.Start(feature);
                xml.End();
            }

            xml.End();
        }
    }
}
