using NVirt.Cpu.Axes;
using NVirt.Fleet.Answers;
using NVirt.Fleet.Inventories;
using NVirt.Fleet.Judging;

namespace NVirt.Fleet.Server.Pages;

/// <summary>A class of guests on a class of hosts, with the reasons.</summary>
internal static class PairHtml
{
    private const int Most = 100;

    public static Task<PageContent> OfAsync(PageRequest request)
    {
        string guestName = request.Name("guestClass");
        string hostName = request.Name("hostClass");
        GuestClass? guests = request.Inventory.GuestClasses.FirstOrDefault(g => g.Name == guestName);
        HostClass? hosts = request.Inventory.HostClasses.FirstOrDefault(h => h.Name == hostName);
        return Task.FromResult(guests is null || hosts is null
            ? PageContent.Missing(MatrixHtml.Address, guests is null ? guestName : hostName)
            : new PageContent(
                MatrixHtml.Address, Xml.Text.Of(PageTexts.Pair_Title, guestName, hostName), BodyOf(request.Inventory, guests, hosts)));
    }

    private static PageWriter BodyOf(FleetInventory inventory, GuestClass guests, HostClass hosts)
    {
        PairVerdict pair = PairVerdict.Of(guests, hosts, Snapshots.FleetSnapshot.Options);
        FleetWord word = FleetWords.Of(pair.Verdict);
        PageWriter body = new PageWriter().Answer(word.Key, word.Title).Facts(
            (PageTexts.Truth, hosts.IsUnreachable ? null : FleetWords.Of(hosts.Truth), null),
            (PageTexts.Missing, pair.Missing.ToArray(), null),
            (PageTexts.Forbidden, pair.Starts.Forbidden.ToArray(), null),
            (PageTexts.Withheld, pair.Withheld.ToArray(), null),
            (PageTexts.Unknown, hosts.IsUnreachable ? PageTexts.Everything : pair.Unknown.ToArray(), null));
        return body
            .Table(new FleetTable(
                "axes", PageTexts.Axes, [new("axis", PageTexts.Axis), new("grade", PageTexts.Grade), new("reason", PageTexts.Reason)],
                [
                    .. pair.Axes.Where(a => a.Grade != CpuAxisGrade.Harmless).Select(a => (IReadOnlyList<object?>)
                        [Fleet.Axes.AxisFinding.NameOf(a.Axis), FleetWords.Of(a.Grade), a.Describe()]),
                ]))
            .Names(
                Xml.Text.Of(PageTexts.Class_Guests, guests.Count), inventory.GuestsOf(guests).Take(Most).Select(g => g.Name),
                PageLinks.Guest)
            .Names(
                Xml.Text.Of(PageTexts.Class_Hosts, hosts.Count), inventory.HostsOf(hosts).Take(Most).Select(h => h.Name), PageLinks.Host);
    }
}
