using NVirt.Domains.Documents;

namespace NVirt.Domains.Tests.Documents;

public class ClockInterpreterTests
{
    [Theory]
    [InlineData("", "utc", null, null, false)]
    [InlineData("<clock/>", "utc", null, null, false)]
    [InlineData("<clock offset='localtime'/>", "localtime", null, null, false)]
    [InlineData("<clock offset='utc' adjustment='reset'/>", "utc", null, null, true)]
    [InlineData("<clock offset='localtime' adjustment='-5'/>", "variable", -5L, "localtime", false)]
    [InlineData("<clock offset='variable'/>", "variable", 0L, "utc", false)]
    [InlineData("<clock offset='variable' adjustment=' +7' basis='localtime'/>", "variable", 7L, "localtime", false)]
    public void Where_it_starts_is_read(string xml, string offset, long? adjustment, string? basis, bool isReset)
    {
        DomainClock clock = Read.Clock(xml);
        Assert.Equal((offset, adjustment, basis, isReset), (clock.Offset, clock.Adjustment, clock.Basis, clock.IsReset));
    }

    [Fact]
    public void A_time_zone_is_read() =>
        Assert.Equal("Europe/Rome", Read.Clock("<clock offset='timezone' timezone='Europe/Rome'/>").TimeZone);

    [Fact]
    public void A_start_is_read() => Assert.Equal(5UL, Read.Clock("<clock offset='absolute' start='5'/>").Start);

    [Fact]
    public void Timers_keep_their_order_and_place()
    {
        DomainClock clock = Read.Clock(
            """
            <clock offset='utc'>
              <timer name='rtc' tickpolicy='catchup' track='guest'><catchup threshold='1' slew='2' limit='3'/></timer>
              <timer name='tsc' present='yes' frequency='2000000000' mode='native'/>
              <timer name='hpet' present='no'/><timer name='tsc' frequency='0'/>
            </clock>
            """);
        Assert.Equal(
            [
                new DomainTimer(DomainTimerName.Rtc, new DomainPlace(2, 3))
                {
                    TickPolicy = DomainTickPolicy.Catchup, Catchup = new DomainCatchup(1, 2, 3), Track = "guest",
                },
                new DomainTimer(DomainTimerName.Tsc, new DomainPlace(3, 3)) { Present = true, Frequency = 2_000_000_000, Mode = "native" },
                new DomainTimer(DomainTimerName.Hpet, new DomainPlace(4, 3)) { Present = false },
                new DomainTimer(DomainTimerName.Tsc, new DomainPlace(4, 36)),
            ],
            clock.Timers);
    }

    [Fact]
    public void An_empty_way_to_catch_up_is_none() =>
        Assert.Null(
            Assert.Single(Read.Clock("<clock><timer name='pit' tickpolicy='delay'><catchup slew='0'/></timer></clock>").Timers).Catchup);

    [Fact]
    public void Every_timer_has_a_name() => Assert.All(
        Enum.GetValues<DomainTimerName>(),
        name => Assert.Equal(
            name, Assert.Single(Read.Clock($"<clock><timer name='{DomainTimer.Names[(int)name]}'/></clock>").Timers).Name));

    [Theory]
    [InlineData("<clock offset='timezone'/>")]
    [InlineData("<clock offset='absolute'/>")]
    [InlineData("<clock offset='variable' adjustment='x'/>")]
    [InlineData("<clock offset='utc' adjustment='5s'/>")]
    [InlineData("<clock><timer/></clock>")]
    [InlineData("<clock><timer name='x'/></clock>")]
    [InlineData("<clock><timer name='tsc' present='on'/></clock>")]
    [InlineData("<clock><timer name='tsc' tickpolicy='x'/></clock>")]
    [InlineData("<clock><timer name='tsc' track='x'/></clock>")]
    [InlineData("<clock><timer name='tsc' mode='x'/></clock>")]
    [InlineData("<clock><timer name='tsc' frequency='x'/></clock>")]
    [InlineData("<clock><timer name='pit' tickpolicy='delay'><catchup slew='1'/></timer></clock>")]
    public void A_bad_value_is_malformed(string xml) => Read.IsXml(xml);

    [Theory]
    [InlineData("<clock offset='x'/>")]
    [InlineData("<clock offset='variable' basis='x'/>")]
    public void What_libvirt_does_not_know_is_unsupported(string xml) => Read.IsUnsupported(xml);
}
