package dev.tidewatch.web.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientNetworkTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,                     192.0.2.7",
    "2001:db8:1:2:3:4:5:6,          20010db800010002",
    "2001:db8:1:2:ffff::9,          20010db800010002",
    "fe80:0:0:0:1:2:3:4%eth0,       fe80000000000000",
    "::ffff:192.0.2.7,              192.0.2.7",
    "0:0:0:0:0:0:0:1,               0000000000000000",
    "not:an:address,                not:an:address"
  })
  void anAddressOfVersion6CountsByItsNetwork(String address, String network) {
    assertThat(ClientNetwork.ofAddress(address)).isEqualTo(network);
  }

  @Test
  void anUnknownClientAddressHasNoNetwork() {
    assertThat(ClientNetwork.ofAddress(null)).isNull();
  }
}
